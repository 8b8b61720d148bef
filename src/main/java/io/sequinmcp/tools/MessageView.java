package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sequinmcp.sequin.Message;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Of the tokens of an answer, what stays for messages: the rest is for what is said beside them. */
    private static final int FOR_MESSAGES = Tokens.BUDGET - 1_000;

    /** What is said of a message that was handed out before. */
    private static final int FOR_REDELIVERED = 40;

    private static final int FOR_NAMES = 40;

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

    /**
     * As many of the first messages as an answer holds, one at least. Not more, so that the door never has to cut a
     * message out of an answer: it is leased, and would be neither shown nor handed back.
     */
    static List<MessageView> fitting(List<Message> messages, ResponseFormat format) {
        List<MessageView> fitting = new ArrayList<>();
        int left = FOR_MESSAGES;
        for (Message message : messages) {
            MessageView view = MessageView.of(message, format);
            left -= view.tokens() + FOR_REDELIVERED;
            if (left < 0 && !fitting.isEmpty()) {
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

    /** What it takes of an answer, nearly. */
    private int tokens() {
        int tokens = FOR_NAMES;
        for (String text : Arrays.asList(ackId, action, table)) {
            tokens += text == null ? 0 : Tokens.in(text);
        }
        for (String key : primaryKeys) {
            tokens += Tokens.in(key) + 1;
        }
        return tokens + tokens(record) + tokens(changes) + (data == null ? 0 : Tokens.in(data)) + tokens(metadata);
    }

    private static int tokens(@Nullable Map<String, JsonNode> fields) {
        int tokens = 0;
        if (fields != null) {
            for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
                tokens += Tokens.in(field.getKey()) + 2 + Tokens.in(field.getValue());
            }
        }
        return tokens;
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
        if (!value.isTextual() && !value.isContainerNode()) {
            return value;
        }
        String text = value.isTextual() ? value.textValue() : value.toString();
        boolean fits = text.length() <= Excerpt.LONGEST;
        if (!fits || text.contains(Message.DEEPER)) {
            cut.add(name);
        }
        return fits ? value : JsonNodeFactory.instance.textNode(Excerpt.of(text, Excerpt.LONGEST));
    }
}
