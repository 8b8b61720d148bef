package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sequinmcp.sandbox.wire.Answer;
import io.sequinmcp.sandbox.wire.Call;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.wire.Reply;
import io.sequinmcp.sandbox.wire.Routes;
import io.sequinmcp.sandbox.world.HttpEndpoint;
import io.sequinmcp.sandbox.world.World;

/** Webhook receivers (section 5). */
public final class EndpointsApi {
    private final World world;
    private final EndpointForm form;

    public EndpointsApi(World world) {
        this.world = world;
        this.form = new EndpointForm(world);
    }

    public void on(Routes routes) {
        String all = "/api/destinations/http_endpoints";
        routes.get(all, this::list)
                .post(all, this::create)
                .get(all + "/{id}", this::get)
                .update(all + "/{id}", this::update)
                .delete(all + "/{id}", this::delete);
    }

    private Reply list(Call call) {
        ArrayNode items = Json.array();
        world.endpoints().all().forEach(endpoint -> items.add(EndpointView.of(endpoint, false)));
        return Answer.data(items);
    }

    private Reply get(Call call) {
        return Answer.ok(EndpointView.of(find(call), false));
    }

    private Reply create(Call call) {
        return Answer.ok(EndpointView.of(form.create(call.fields()), false));
    }

    private Reply update(Call call) {
        HttpEndpoint endpoint = find(call);
        form.update(endpoint, call.fields());
        return Answer.ok(EndpointView.of(endpoint, false));
    }

    private Reply delete(Call call) {
        HttpEndpoint endpoint = find(call);
        long users = world.sinks().all().stream()
                .filter(sink -> world.endpointOf(sink).filter(endpoint::equals).isPresent())
                .count();
        if (users > 0) {
            throw Refusal.badRequest("Cannot delete HTTP endpoint " + endpoint.name() + " (" + endpoint.id()
                    + "), as it is in use by " + users + " sink consumer(s)");
        }
        world.endpoints().remove(endpoint);
        return Answer.ok(Json.object().put("id", endpoint.id()).put("deleted", true));
    }

    private HttpEndpoint find(Call call) {
        return world.endpoints().find(call.path("id")).orElseThrow(() -> Refusal.notFound("http endpoint"));
    }
}
