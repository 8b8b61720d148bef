package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Answer;
import io.sequinmcp.sandbox.wire.Call;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.wire.Reply;
import io.sequinmcp.sandbox.wire.Routes;
import io.sequinmcp.sandbox.world.Sink;
import io.sequinmcp.sandbox.world.World;

/** Sinks (section 6). */
public final class SinksApi {
    private final World world;
    private final SinkView view;
    private final SinkForm form;

    public SinksApi(World world) {
        this.world = world;
        this.view = new SinkView(world);
        this.form = new SinkForm(world);
    }

    public void on(Routes routes) {
        routes.get("/api/sinks", this::list)
                .post("/api/sinks", this::create)
                .get("/api/sinks/{id}", this::get)
                .update("/api/sinks/{id}", this::update)
                .delete("/api/sinks/{id}", this::delete);
    }

    private Reply list(Call call) {
        ArrayNode items = Json.array();
        world.sinks().all().forEach(sink -> items.add(view.withHealth(sink)));
        return Answer.data(items);
    }

    private Reply get(Call call) {
        return Answer.ok(view.withHealth(find(call)));
    }

    private Reply create(Call call) {
        return Answer.ok(view.of(form.create(call.fields(), world.now())));
    }

    private Reply update(Call call) {
        Sink sink = find(call);
        form.update(sink, call.fields());
        return Answer.ok(view.of(sink));
    }

    private Reply delete(Call call) {
        Sink sink = find(call);
        world.sinks().remove(sink);
        ObjectNode gone = Json.object().put("id", sink.id()).put("deleted", true);
        return Answer.ok(gone);
    }

    private Sink find(Call call) {
        return world.sinks().find(call.path("id")).orElseThrow(() -> Refusal.notFound("consumer"));
    }
}
