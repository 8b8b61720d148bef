package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a database's connection details: apart, or as a URL. Unknown keys are dropped (section 3.2). */
final class DatabaseParams {
    private static final List<String> KNOWN = List.of(
            "database",
            "hostname",
            "name",
            "port",
            "username",
            "password",
            "ssl",
            "use_local_tunnel",
            "ipv6",
            "annotations",
            "primary");
    private static final List<String> IN_URL = List.of("database", "hostname", "port", "username", "password");

    private DatabaseParams() {}

    /** The known keys. A port that is missing becomes 5432, on update too: the famous trap (section 3.3). */
    static ObjectNode read(ObjectNode fields) {
        ObjectNode params = fields.has("url") ? fromUrl(fields) : fields.deepCopy();
        params.retain(KNOWN);
        if (!params.has("port")) {
            params.put("port", 5432);
        }
        if (params.path("primary") instanceof ObjectNode primary) {
            params.set("primary", read(primary));
        }
        return params;
    }

    private static ObjectNode fromUrl(ObjectNode fields) {
        if (IN_URL.stream().anyMatch(field -> isTruthy(fields.path(field)))) {
            throw Refusal.invalid(
                    "Bad connection details. If `url` is specified, no other connection params are allowed");
        }
        URI uri = parse(fields.path("url"));
        ObjectNode params = Json.object();
        putOrNull(params, "database", databaseName(uri));
        putOrNull(params, "hostname", uri.getHost());
        params.set("port", uri.getPort() < 0 ? Json.object().nullNode() : Json.tree(uri.getPort()));
        List<String> missing = new ArrayList<>();
        params.fields().forEachRemaining(field -> {
            if (field.getValue().isNull()) {
                missing.add(field.getKey());
            }
        });
        if (!missing.isEmpty()) {
            throw Refusal.invalid("Parameters missing from `url`: " + String.join(", ", missing)
                    + ". It should look like: postgresql://user:password@localhost:5432/mydb");
        }
        if (uri.getRawQuery() != null) {
            throw Refusal.invalid("Query parameters not allowed in `url` - specify e.g. ssl with `ssl` key");
        }
        String[] login = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
        if (login.length == 2) {
            params.put("username", login[0]).put("password", login[1]);
        }
        ObjectNode merged = fields.deepCopy();
        merged.remove("url");
        merged.setAll(params);
        return merged;
    }

    private static @Nullable String databaseName(URI uri) {
        String path = Optional.ofNullable(uri.getRawPath()).orElse("");
        return path.isEmpty() ? null : path.substring(1);
    }

    private static URI parse(JsonNode url) {
        try {
            return new URI(url.asText());
        } catch (URISyntaxException malformed) {
            throw Refusal.crash();
        }
    }

    private static void putOrNull(ObjectNode params, String field, @Nullable String value) {
        params.put(field, value);
    }

    private static boolean isTruthy(JsonNode value) {
        return !value.isMissingNode() && !value.isNull() && !(value.isBoolean() && !value.asBoolean());
    }
}
