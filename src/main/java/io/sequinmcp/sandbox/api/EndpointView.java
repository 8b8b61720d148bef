package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.HttpEndpoint;

/** A webhook receiver as the API and YAML show it (section 5). */
final class EndpointView {
    private EndpointView() {}

    static ObjectNode of(HttpEndpoint endpoint, boolean showSensitive) {
        ObjectNode view = Json.object().put("id", endpoint.id()).put("name", endpoint.name());
        view.set("headers", endpoint.headers());
        endpoint.address()
                .ifPresentOrElse(address -> view.put("url", address.uri().toString()), () -> view.put("local", true)
                        .put("path", endpoint.localPath()));
        ObjectNode secrets = view.putObject("encrypted_headers");
        endpoint.encryptedHeaders()
                .fields()
                .forEachRemaining(header -> secrets.put(
                        header.getKey(),
                        Mask.unless(showSensitive, header.getValue().asText())));
        return view;
    }
}
