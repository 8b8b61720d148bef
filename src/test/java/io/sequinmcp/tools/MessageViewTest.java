package io.sequinmcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sequinmcp.sequin.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages as a real Sequin sent them, and such as a transform can make of them. */
class MessageViewTest {
    /** As the service is set up. */
    private static final ObjectMapper SERVICE =
            new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);

    @Test
    void showsWhatIsNeededAndNoMore() throws IOException {
        JsonNode shown = shown(recorded("367-receive-default-batch"), ResponseFormat.CONCISE);

        assertThat(shown.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("ack_id", "action", "table", "primary_keys", "record");
        assertThat(shown.path("action").textValue()).isEqualTo("insert");
        assertThat(shown.path("table").textValue()).isEqualTo("public.orders");
        assertThat(shown.path("primary_keys").toString()).isEqualTo("[\"301\"]");
        assertThat(shown.path("record").path("total").textValue()).isEqualTo("1.00");
    }

    @Test
    void addsMetadataWhereDetailIsAskedFor() throws IOException {
        JsonNode shown = shown(recorded("367-receive-default-batch"), ResponseFormat.DETAILED);

        assertThat(shown.path("metadata").path("idempotency_key").textValue()).isEqualTo("MTMyODMwMzc2OjA=");
    }

    @Test
    void showsNullsOfARowAsNulls() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("deleted_at", null);
        row.put("profile", new LinkedHashMap<>(row));

        JsonNode shown = shown(new Message("id", Map.of("action", "insert", "record", row)), ResponseFormat.CONCISE);

        assertThat(shown.path("record").toString())
                .isEqualToIgnoringWhitespace("{\"deleted_at\":null,\"profile\":{\"deleted_at\":null}}");
    }

    @Test
    void showsWhateverATransformMadeOfIt() {
        assertThat(shown(new Message("id", List.of(1, "two")), ResponseFormat.CONCISE)
                        .path("data")
                        .toString())
                .isEqualTo("[1,\"two\"]");
        assertThat(shown(new Message("id", null), ResponseFormat.CONCISE).toString())
                .isEqualTo("{\"ack_id\":\"id\",\"data\":null}");
    }

    @Test
    void cutsLongValuesAndSaysWhich() {
        String text = "x".repeat(Excerpt.LONGEST - 33) + "\uD83D\uDE00".repeat(50);
        Map<String, Object> row = Map.of("body", text, "list", List.of("z".repeat(10_000)), "id", 1);

        JsonNode shown = shown(new Message("id", Map.of("record", row)), ResponseFormat.CONCISE);

        assertThat(shown.path("cut")).extracting(JsonNode::textValue).containsExactlyInAnyOrder("body", "list");
        assertThat(shown.path("record").path("id").intValue()).isEqualTo(1);
        assertThat(shown.path("record").path("body").textValue())
                .startsWith("xxx")
                .endsWith("x… (100 more characters)");
        assertThat(shown.path("record").path("list").textValue()).hasSizeLessThanOrEqualTo(Excerpt.LONGEST);
    }

    private static JsonNode shown(Message message, ResponseFormat format) {
        return SERVICE.valueToTree(MessageView.of(message, format));
    }

    private static Message recorded(String name) throws IOException {
        JsonNode first = SERVICE.readTree(
                        Path.of("src/test/resources/recordings", name + ".json").toFile())
                .at("/response/body/data/0");
        return new Message(first.path("ack_id").textValue(), SERVICE.convertValue(first.path("data"), Map.class));
    }
}
