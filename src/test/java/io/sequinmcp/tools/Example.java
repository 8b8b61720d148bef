package io.sequinmcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool with what its answer holds; see {@code reference/examples.yaml}.
 *
 * @param request what a user would say; null where the call is only in between
 * @param answer by JSON pointer; {@code *} is any value
 * @param keep names for parts of the answer, by JSON pointer
 */
record Example(
        String tool,
        @Nullable String request,
        JsonNode arguments,
        Map<String, JsonNode> answer,
        @Nullable Map<String, String> keep) {

    private static final YAMLMapper YAML = new YAMLMapper();

    static List<Example> all() {
        try (InputStream file = Example.class.getResourceAsStream("/reference/examples.yaml")) {
            return Arrays.asList(YAML.readValue(file, Example[].class));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** By tool, the arguments of a call that it refuses; see {@code reference/refusals.yaml}. */
    static JsonNode refused() {
        try (InputStream file = Example.class.getResourceAsStream("/reference/refusals.yaml")) {
            return YAML.readTree(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The arguments with what earlier answers were kept as. */
    Map<String, Object> argumentsWith(Map<String, String> kept) {
        String text = arguments.toString();
        for (Map.Entry<String, String> value : kept.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        try {
            @SuppressWarnings("unchecked")
            Map<String, Object> map = YAML.readValue(text, Map.class);
            return map;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void holdsIn(JsonNode structured) {
        answer.forEach((pointer, expected) -> {
            JsonNode actual = structured.at(pointer);
            assertThat(actual.isMissingNode())
                    .as("%s answers with %s: %s", tool, pointer, structured)
                    .isFalse();
            if (!expected.asText().equals("*")) {
                assertThat(actual.asText())
                        .as("%s answers at %s: %s", tool, pointer, structured)
                        .isEqualTo(expected.asText());
            }
        });
    }
}
