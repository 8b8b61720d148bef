package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** Writes a document the way Sequin's exports look (recording 525). */
final class YamlWriter {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/][A-Za-z0-9_./:@ =?&*+()-]*");
    private static final Pattern AMBIGUOUS = Pattern.compile(
            "[-+.0-9eE]+|true|false|null|yes|no|on|off|.*: .*|.*:|.* #.*|.* ", Pattern.CASE_INSENSITIVE);

    private final StringBuilder text = new StringBuilder("---\n");

    private YamlWriter() {}

    static String write(JsonNode document) {
        YamlWriter writer = new YamlWriter();
        writer.fields(document, "");
        return writer.text.toString();
    }

    private void fields(JsonNode mapping, String indent) {
        for (var fields = mapping.fields(); fields.hasNext(); ) {
            var field = fields.next();
            text.append(indent).append(quoted(field.getKey())).append(':');
            value(field.getValue(), indent);
        }
    }

    private void value(JsonNode value, String indent) {
        if (value.isObject() && !value.isEmpty()) {
            text.append('\n');
            fields(value, indent + "  ");
        } else if (value.isArray() && !value.isEmpty()) {
            text.append('\n');
            value.forEach(item -> item(item, indent + "  "));
        } else {
            scalar(value, indent);
        }
    }

    private void item(JsonNode item, String indent) {
        text.append(indent).append('-');
        if (item.isObject() && !item.isEmpty()) {
            // The first key stands beside the dash
            int start = text.length();
            fields(item, indent + "  ");
            text.replace(start, start + indent.length() + 2, " ");
        } else {
            scalar(item, indent);
        }
    }

    private void scalar(JsonNode value, String indent) {
        if (value.isNull()) {
            text.append('\n');
        } else if (value.isTextual() && value.asText().contains("\n")) {
            text.append(" |-\n");
            value.asText().lines().forEach(line -> text.append(line.isEmpty() ? "" : indent + "  " + line)
                    .append('\n'));
        } else {
            text.append(' ')
                    .append(value.isTextual() ? quoted(value.asText()) : value.toString())
                    .append('\n');
        }
    }

    private static String quoted(String value) {
        boolean plain =
                PLAIN.matcher(value).matches() && !AMBIGUOUS.matcher(value).matches();
        return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
