package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.world.Function;
import io.sequinmcp.sandbox.world.World;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions, which exist in YAML only (section 9.2). Their code is looked at a little, and never run. */
final class FunctionLoader {
    private static final Set<String> TYPES = Set.of("transform", "path", "filter", "routing", "enrichment");
    private static final Set<String> RESERVED = Set.of("none", "null", "nil");
    private static final Pattern PATH = Pattern.compile("(record|changes|action|metadata)(\\.[a-zA-Z0-9_\\-.]+)*");
    private static final Pattern FORBIDDEN =
            Pattern.compile("\\b(System|File|Code|Process|Node|Port)\\.([a-z_]+[!?]?)");
    private static final int LONGEST_CODE = 10_000;

    private final World world;

    FunctionLoader(World world) {
        this.world = world;
    }

    void load(ObjectNode attributes) {
        if (!attributes.hasNonNull("name")) {
            throw Refusal.invalid("`name` is required on functions.");
        }
        if (attributes.has("file")) {
            throw Refusal.badRequest("`file` parameter found. This might indicate your CLI version is out of date."
                    + " Please update to the latest version.");
        }
        String name = attributes.path("name").asText();
        Optional<Function> existing = world.functions().byName(name);
        JsonNode inner = inner(attributes);
        String type = inner.path("type").asText();
        type = type.equals("function") ? "transform" : type;
        String source = inner.path(type.equals("path") ? "path" : "code").asText();
        parameterized(type, source);
        Optional<String> complaint = complaint(name, type, source, inner);
        if (complaint.isPresent()) {
            String verb = existing.isPresent() ? "updating" : "creating";
            throw Refusal.badRequest("Error " + verb + " function '" + name + "': " + complaint.get());
        }
        Function function = new Function(
                existing.map(Function::id).orElseGet(() -> world.ids().next()),
                name,
                description(attributes),
                type,
                source,
                type.equals("routing") ? sinkType(inner) : null);
        existing.ifPresentOrElse(old -> world.functions().replace(old, function), () -> world.functions()
                .add(function));
    }

    /** Flat, or nested under {@code function} or its old name. */
    private static JsonNode inner(ObjectNode attributes) {
        if (attributes.has("function") && attributes.has("transform")) {
            throw Refusal.crash();
        }
        return attributes.has("function")
                ? attributes.path("function")
                : attributes.has("transform") ? attributes.path("transform") : attributes;
    }

    /** Only the nested form's is kept: the flat one's gets lost on the way. */
    private static @Nullable String description(ObjectNode attributes) {
        boolean nested = attributes.has("function") || attributes.has("transform");
        return nested && attributes.hasNonNull("description")
                ? attributes.path("description").asText()
                : null;
    }

    private static String sinkType(JsonNode inner) {
        String type = inner.path("sink_type").asText();
        return type.equals("webhook") ? "http_push" : type;
    }

    private static void parameterized(String type, String code) {
        if (type.equals("enrichment") && !code.contains("$1")) {
            throw Refusal.badRequest(
                    """
                    Enrichment functions must use parameterization.

                    Please use the following $1 syntax:

                      SELECT id, enrichment FROM table WHERE id = ANY($1)
                    """);
        }
    }

    /** In the notation of Sequin's own language, as its answers have it (recording 549). */
    private static Optional<String> complaint(String name, String type, String source, JsonNode inner) {
        if (RESERVED.contains(name)) {
            return Optional.of("%{name: [\"is reserved\"]}");
        }
        Optional<String> invalid = Names.complaint(Json.tree(name));
        if (invalid.isPresent()) {
            return Optional.of("%{name: [\"" + invalid.get() + "\"]}");
        }
        if (!TYPES.contains(type)) {
            return Optional.of("%{function: [\"is invalid\"]}");
        }
        if (source.isEmpty()) {
            return nested(type.equals("path") ? "path" : "code", Names.BLANK);
        }
        if (type.equals("path")) {
            return PATH.matcher(source).matches()
                    ? Optional.empty()
                    : nested("path", "must be a valid path into the record structure");
        }
        if (source.length() > LONGEST_CODE) {
            return nested("code", "should be at most 10000 character(s)");
        }
        Matcher forbidden = FORBIDDEN.matcher(source);
        if (!type.equals("enrichment") && forbidden.find()) {
            return nested(
                    "code",
                    "validation failed: Forbidden function: Elixir." + forbidden.group(1) + "." + forbidden.group(2));
        }
        boolean routingNowhere = type.equals("routing") && Names.isBlank(inner.path("sink_type"));
        return routingNowhere ? nested("sink_type", Names.BLANK) : Optional.empty();
    }

    private static Optional<String> nested(String field, String complaint) {
        return Optional.of("%{\n  function: %{\n    " + field + ": [\"" + complaint + "\"]\n  }\n}");
    }
}
