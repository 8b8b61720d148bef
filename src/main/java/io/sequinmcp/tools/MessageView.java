package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sequinmcp.sequin.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message as an agent reads it. Values are nodes, so that a column that is null is shown as null and not left out.
 *
 * @param ackId what ack and nack take; absent where the message was only looked at
 * @param record the row after the change, or the old row of a delete
 * @param changes previous values, of an update
 * @param data the whole message, where a transform gave it another form
 * @param metadata commit time, idempotency key and the like, where detail was asked for
 * @param cut fields of which only the beginning is shown
 * @param redelivered what became of it the last time it was handed out
 */
@Answer
record MessageView(
        @Nullable String ackId,
        @Nullable String action,
        @Nullable String table,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> primaryKeys,
        @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS) @Nullable
                Map<String, JsonNode> record,
        @JsonInclude(value = JsonInclude.Include.NON_EMPTY, content = JsonInclude.Include.ALWAYS) @Nullable
                Map<String, JsonNode> changes,
        @Nullable JsonNode data,
        @JsonInclude(value = JsonInclude.Include.NON_EMPTY, content = JsonInclude.Include.ALWAYS) @Nullable
                Map<String, JsonNode> metadata,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> cut,
        @Nullable String redelivered) {

    /** One value may take this many characters; Postgres stores up to a gigabyte. */
    static final int LONGEST_VALUE = 8 * 1024;

    /** Nearly 10,000 tokens, from where clients warn of an answer or cut it. */
    private static final int MAX_CHARACTERS = 36_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SHOWN = Set.of("record", "changes", "action");

    static MessageView of(Message message, ResponseFormat format) {
        List<String> cut = new ArrayList<>();
        boolean transformed = message.record() == null;
        return new MessageView(
                message.ackId(),
                message.action(),
                message.table(),
                message.primaryKeys(),
                fields(message.record(), cut),
                fields(message.changes(), cut),
                transformed ? shortened("data", JSON.valueToTree(message.data()), cut) : null,
                transformed || !format.detailed() ? null : fields(rest(message), cut),
                cut,
                null);
    }

    /** As many of the first messages as an answer holds, one at least. */
    static List<MessageView> fitting(List<Message> messages, ResponseFormat format) {
        List<MessageView> fitting = new ArrayList<>();
        int size = 0;
        for (Message message : messages) {
            MessageView view = of(message, format);
            size += view.size();
            if (size > MAX_CHARACTERS && !fitting.isEmpty()) {
                break;
            }
            fitting.add(view);
        }
        return fitting;
    }

    MessageView withoutAckId() {
        return new MessageView(null, action, table, primaryKeys, record, changes, data, metadata, cut, redelivered);
    }

    MessageView withRedelivered(@Nullable String note) {
        return new MessageView(ackId, action, table, primaryKeys, record, changes, data, metadata, cut, note);
    }

    /** How many characters it takes, nearly. */
    int size() {
        return JSON.valueToTree(this).toString().length();
    }

    /** Metadata, and what a newer Sequin may have put beside it. */
    private static Map<String, Object> rest(Message message) {
        Map<String, Object> rest = new LinkedHashMap<>();
        if (message.data() instanceof Map<?, ?> data) {
            data.forEach((name, value) -> add(rest, String.valueOf(name), value));
        }
        return rest;
    }

    private static void add(Map<String, Object> rest, String name, Object value) {
        if (name.equals("metadata") && value instanceof Map<?, ?> metadata) {
            metadata.forEach((key, one) -> rest.put(String.valueOf(key), one));
        } else if (!SHOWN.contains(name)) {
            rest.put(name, value);
        }
    }

    private static @Nullable Map<String, JsonNode> fields(@Nullable Map<String, Object> values, List<String> cut) {
        if (values == null) {
            return null;
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        values.forEach((name, value) -> fields.put(name, shortened(name, JSON.valueToTree(value), cut)));
        return fields;
    }

    private static JsonNode shortened(String name, JsonNode value, List<String> cut) {
        String text = value.isTextual() ? value.textValue() : value.toString();
        if (text.length() <= LONGEST_VALUE) {
            return value;
        }
        cut.add(name);
        int end = Character.isHighSurrogate(text.charAt(LONGEST_VALUE - 1)) ? LONGEST_VALUE - 1 : LONGEST_VALUE;
        return JsonNodeFactory.instance.textNode(
                text.substring(0, end) + "… (" + (text.length() - end) + " more characters)");
    }
}
