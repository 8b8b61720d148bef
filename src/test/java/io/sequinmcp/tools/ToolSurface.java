package io.sequinmcp.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.quarkiverse.mcp.server.ToolManager;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Every tool as it is shown to an agent, with how it is classed and what it costs. */
final class ToolSurface {
    /** In the order of the README; what is not named here is not a tag of a tool. */
    static final List<String> TAGS =
            List.of("sinks", "backfills", "streams", "databases", "http_endpoints", "config", "system", "advanced");

    private static final Encoding O200K = Encodings.newDefaultEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final List<Definition> definitions;

    private ToolSurface(List<Definition> definitions) {
        this.definitions = definitions;
    }

    static ToolSurface of(ToolManager tools) {
        return new ToolSurface(StreamSupport.stream(tools.spliterator(), false)
                .filter(ToolSurface::isOfTheProduct)
                .map(ToolSurface::definition)
                .sorted(Comparator.comparing(Definition::name))
                .toList());
    }

    /** Tests of the door bring tools of their own. */
    private static boolean isOfTheProduct(ToolManager.ToolInfo tool) {
        return tool.method().orElseThrow().getDeclaringClass().getPackage().equals(Classed.class.getPackage());
    }

    private static Definition definition(ToolManager.ToolInfo tool) {
        Classed classed = tool.method().orElseThrow().getAnnotation(Classed.class);
        return new Definition(
                tool.name(),
                classed.tag(),
                classed.effect(),
                parse(tool.asJson().encode()));
    }

    List<Definition> everything() {
        return definitions;
    }

    /** What a connector has whose scope names no tags. */
    List<Definition> defaults() {
        return definitions.stream()
                .filter(tool -> !tool.tag().equals("advanced"))
                .toList();
    }

    /** What a connector has whose scope names nothing at all. */
    List<Definition> readOnly() {
        return defaults().stream()
                .filter(tool -> Set.of(Effect.GET, Effect.LIST).contains(tool.effect()))
                .toList();
    }

    static int tokens(String text) {
        return O200K.countTokensOrdinary(text);
    }

    static String pretty(List<Definition> tools) {
        ArrayNode list = JSON.createArrayNode();
        tools.forEach(tool -> list.add(tool.json()));
        try {
            return JSON.writeValueAsString(list) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** One tool as it is listed. */
    record Definition(String name, String tag, Effect effect, JsonNode json) {
        String title() {
            return json.path("title").asText();
        }

        String description() {
            return json.path("description").asText();
        }

        JsonNode input() {
            return json.path("inputSchema");
        }

        /** What a model reads before it calls: name, description and input schema, by o200k. */
        int tokens() {
            return ToolSurface.tokens(name + "\n" + description() + "\n" + input());
        }

        /** The same with titles, hints and output schema: what a client holds. */
        int tokensOnTheWire() {
            return ToolSurface.tokens(json.toString());
        }
    }
}
