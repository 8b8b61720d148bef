package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.world.HttpEndpoint;
import io.sequinmcp.sandbox.world.World;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes and changes webhook receivers (section 5). */
final class EndpointForm {
    private static final Set<String> IGNORED = Set.of("id", "inserted_at", "updated_at", "account_id", "path");
    private static final int FIRST_BASTION_PORT = 10_152;

    private final World world;

    EndpointForm(World world) {
        this.world = world;
    }

    /** What a request asks for; null is "not mentioned". */
    private record Parsed(
            @Nullable JsonNode name,
            @Nullable Optional<URI> url,
            boolean local,
            @Nullable String path,
            @Nullable ObjectNode headers,
            @Nullable ObjectNode encryptedHeaders) {}

    HttpEndpoint create(ObjectNode fields) {
        Parsed parsed = parse(fields);
        ObjectNode errors = Json.object();
        Names.complaint(fields.path("name"))
                .ifPresent(complaint -> errors.putArray("name").add(complaint));
        refuse(errors);
        address(parsed, parsed.local, errors);
        refuse(errors);
        unique(fields.path("name").asText(), null);
        return world.endpoints().add(apply(new HttpEndpoint(world.ids().next(), world.now()), parsed));
    }

    void update(HttpEndpoint endpoint, ObjectNode fields) {
        Parsed parsed = parse(fields);
        ObjectNode errors = Json.object();
        if (parsed.name != null) {
            Names.complaint(parsed.name)
                    .ifPresent(complaint -> errors.putArray("name").add(complaint));
        }
        if (parsed.url != null) {
            address(parsed, false, errors);
        }
        refuse(errors);
        if (parsed.name != null) {
            unique(parsed.name.asText(), endpoint);
        }
        apply(endpoint, parsed);
    }

    private HttpEndpoint apply(HttpEndpoint endpoint, Parsed parsed) {
        if (parsed.name != null) {
            endpoint.named(parsed.name.asText());
        }
        if (parsed.local) {
            int tunnels = (int) world.endpoints().all().stream()
                    .filter(other -> other.address().isEmpty())
                    .count();
            endpoint.local(parsed.path, FIRST_BASTION_PORT + tunnels);
        } else if (parsed.url != null) {
            parsed.url.map(HttpEndpoint.Address::of).ifPresent(endpoint::at);
        }
        if (parsed.headers != null) {
            endpoint.headed(parsed.headers);
        }
        if (parsed.encryptedHeaders != null) {
            endpoint.secretlyHeaded(parsed.encryptedHeaders);
        }
        return endpoint.touched(world.now());
    }

    private Parsed parse(ObjectNode fields) {
        Map<String, JsonNode> ordered = new TreeMap<>();
        fields.fields().forEachRemaining(field -> ordered.put(field.getKey(), field.getValue()));
        ObjectNode headers = null;
        ObjectNode encryptedHeaders = null;
        Optional<URI> url = null;
        for (Map.Entry<String, JsonNode> field : ordered.entrySet()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "name", "local" -> {}
                case "headers" -> headers = headers(value);
                case "encrypted_headers" -> encryptedHeaders = headers(value);
                case "url" -> url = uri(value);
                case "webhook.site" -> {
                    if (value.asBoolean()) {
                        url = uri(
                                Json.tree("https://webhook.site/" + world.ids().next()));
                    }
                }
                default -> {
                    if (!IGNORED.contains(field.getKey())) {
                        throw Refusal.invalid("Unknown field: " + field.getKey());
                    }
                }
            }
        }
        // Only the text: a real boolean is not seen (recording 180)
        boolean local = fields.path("local").isTextual()
                && fields.path("local").asText().equals("true");
        String path = fields.path("path").isTextual() ? fields.path("path").asText() : null;
        return new Parsed(fields.get("name"), url, local, path, headers, encryptedHeaders);
    }

    private static ObjectNode headers(JsonNode value) {
        ObjectNode headers = Json.object();
        if (value.isNull()) {
            return headers;
        }
        if (value instanceof ObjectNode object) {
            return object.deepCopy();
        }
        if (!value.isArray()) {
            throw Refusal.invalid("Invalid headers configuration. Must be a list of key-value pairs.");
        }
        value.forEach(header -> headers.set(header.path("key").asText(), header.path("value")));
        return headers;
    }

    private static Optional<URI> uri(JsonNode value) {
        try {
            return Optional.of(new URI(value.asText()));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static void address(Parsed parsed, boolean local, ObjectNode errors) {
        if (local) {
            return;
        }
        Optional<URI> url = parsed.url == null ? Optional.empty() : parsed.url;
        String scheme = url.map(URI::getScheme).orElse("");
        if (scheme.isEmpty()) {
            errors.putArray("scheme").add(Names.BLANK);
        } else if (!Set.of("http", "https").contains(scheme)) {
            errors.putArray("scheme").add("is invalid");
        }
        String host = url.map(URI::getHost).orElse("");
        if (host.isEmpty()) {
            errors.putArray("host").add(Names.BLANK);
        } else if (!host.matches("[a-zA-Z0-9.-]+")) {
            errors.putArray("host").add("must be a valid hostname");
        }
    }

    private void unique(String name, @Nullable HttpEndpoint except) {
        boolean taken =
                world.endpoints().byName(name).filter(other -> other != except).isPresent();
        if (taken) {
            throw Refusal.changeset("name", "has already been taken");
        }
    }

    private static void refuse(ObjectNode errors) {
        if (!errors.isEmpty()) {
            throw Refusal.changeset(errors);
        }
    }
}
