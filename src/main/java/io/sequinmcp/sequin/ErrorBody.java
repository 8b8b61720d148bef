package io.sequinmcp.sequin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error, read whichever of its eight shapes it has (section 1.3), or none.
 *
 * @param summary what it says, cleaned and cut; null when it says nothing but the status
 * @param detail Sequin's machine code, such as {@code econnrefused}, if there is one
 * @param fieldErrors complaints by public field name
 * @param byFramework whether only the web framework spoke: an unknown route, or an exception nobody caught
 * @param fromSequin whether it has a shape of Sequin's at all; a proxy's page has not
 */
record ErrorBody(
        @Nullable String summary,
        @Nullable String detail,
        Map<String, List<String>> fieldErrors,
        boolean byFramework,
        boolean fromSequin) {

    /** A larger body is not read: no error of Sequin's is near that size. */
    static final int MAX_BYTES = 64 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_FIELDS = 50;
    private static final int MAX_DEPTH = 8;

    static ErrorBody of(@Nullable String contentType, byte[] body) {
        return of(contentType, body, UnaryOperator.identity());
    }

    /** @param clearing takes out what must not be shown, before anything is cut */
    static ErrorBody of(@Nullable String contentType, byte[] body, UnaryOperator<String> clearing) {
        if (body.length > MAX_BYTES) {
            return foreign(null);
        }
        String text = clearing.apply(new String(body, java.nio.charset.StandardCharsets.UTF_8));
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        if (type.isEmpty() || type.contains("json")) {
            try {
                JsonNode json = JSON.readTree(text);
                if (json != null && json.isObject()) {
                    return ofJson(json);
                }
            } catch (JsonProcessingException e) {
                // says it is JSON and is not: what a proxy or a cut connection makes of it
            }
        }
        String words = type.contains("html") || text.stripLeading().startsWith("<")
                ? UpstreamText.cleanHtml(text)
                : UpstreamText.clean(text);
        // The framework answers with the bare status phrase before it knows the format
        boolean framework = words.equals("Not Found")
                || words.equals("Bad Request")
                || words.equals("Not Acceptable")
                || words.equals("Internal Server Error")
                || words.equals("Request Entity Too Large");
        return framework ? new ErrorBody(null, null, Map.of(), true, true) : foreign(words.isEmpty() ? null : words);
    }

    private static ErrorBody foreign(@Nullable String words) {
        return new ErrorBody(words, null, Map.of(), false, false);
    }

    private static ErrorBody ofJson(JsonNode json) {
        if (json.path("errors").path("detail").isTextual()) {
            return new ErrorBody(null, null, Map.of(), true, true);
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        flatten("", json.path("validation_errors"), fields, 0);
        String summary = null;
        for (String name : List.of("summary", "error", "reason", "message", "title")) {
            JsonNode value = json.get(name);
            if (value != null && value.isTextual() && !value.textValue().isBlank()) {
                summary = UpstreamText.clean(value.textValue());
                break;
            }
        }
        boolean known = json.has("summary") || json.has("validation_errors") || json.has("success") || json.has("ok");
        JsonNode code = json.get("code");
        String detail = code != null && code.isTextual() ? UpstreamText.clean(code.textValue()) : null;
        return new ErrorBody(
                "Validation failed".equals(summary) && !fields.isEmpty() ? null : summary,
                detail,
                fields,
                false,
                known);
    }

    /** Lists of strings are messages; objects and lists of objects lead further down. */
    private static void flatten(String path, JsonNode node, Map<String, List<String>> fields, int depth) {
        if (depth > MAX_DEPTH || fields.size() >= MAX_FIELDS) {
            return;
        }
        if (node.isObject()) {
            node.fields()
                    .forEachRemaining(field -> flatten(
                            PublicNames.path(path, UpstreamText.clean(field.getKey())),
                            field.getValue(),
                            fields,
                            depth + 1));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                boolean nested = node.get(i).isContainerNode();
                flatten(nested ? path + "[" + i + "]" : path, node.get(i), fields, depth + 1);
            }
        } else if (node.isValueNode() && !node.isNull()) {
            fields.computeIfAbsent(path, any -> new ArrayList<>())
                    .add(PublicNames.inMessage(UpstreamText.clean(node.asText())));
        }
    }

    /** Whether any complaint reads so. */
    boolean complains(String part) {
        return fieldErrors.values().stream().flatMap(List::stream).anyMatch(message -> message.contains(part))
                || (summary != null && summary.contains(part));
    }

    /** All it says, in one line; empty if it says nothing. */
    String words() {
        String complaints = fieldErrors.entrySet().stream()
                .map(field ->
                        (field.getKey().isEmpty() ? "" : field.getKey() + " ") + String.join(", ", field.getValue()))
                .collect(Collectors.joining("; "));
        if (summary == null) {
            return UpstreamText.clean(complaints);
        }
        return UpstreamText.clean(complaints.isEmpty() ? summary : summary + ": " + complaints);
    }
}
