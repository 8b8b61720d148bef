package io.sequinmcp.sequin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text format that Prometheus scrapes. A line that is none is passed over. */
final class PrometheusText {
    /** Only a line feed ends a line: what else Java takes for an end may stand in a label. */
    private static final Pattern LINE =
            Pattern.compile("(?s)([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})?[ \\t]+(\\S+)(?:[ \\t]+\\S+)?[ \\t\\r]*");

    private static final Pattern LINE_FEED = Pattern.compile("\n");
    private static final Pattern LABEL =
            Pattern.compile("(?s)\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"\\s*,?");

    private PrometheusText() {}

    /** One value with what it is of. */
    record Sample(String name, Map<String, String> labels, double value) {}

    /** @param prefix of the names that are wanted */
    static List<Sample> parse(String text, String prefix) {
        List<Sample> samples = new ArrayList<>();
        LINE_FEED.splitAsStream(text).filter(line -> line.startsWith(prefix)).forEach(line -> sample(line)
                .ifPresent(samples::add));
        return samples;
    }

    private static Optional<Sample> sample(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            Map<String, String> labels = new LinkedHashMap<>();
            Matcher label = LABEL.matcher(parts.group(2) == null ? "" : parts.group(2));
            while (label.find()) {
                labels.put(label.group(1), unescaped(label.group(2)));
            }
            return Optional.of(new Sample(parts.group(1), labels, number(parts.group(3))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static String unescaped(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char sign = value.charAt(i);
            if (sign == '\\' && i + 1 < value.length()) {
                i++;
                plain.append(value.charAt(i) == 'n' ? '\n' : value.charAt(i));
            } else {
                plain.append(sign);
            }
        }
        return plain.toString();
    }
}
