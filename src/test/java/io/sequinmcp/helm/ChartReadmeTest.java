package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sequinmcp.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The chart's README lists every value, with its default and what the comment above it says. */
class ChartReadmeTest {
    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z0-9_]+):.*");
    private static final Pattern COMMENT = Pattern.compile("( *)# ?(.*)");

    @Test
    void listsEveryValue() throws IOException {
        var table = new StringBuilder("| value | default | meaning |\n|---|---|---|\n");
        JsonNode values =
                new YAMLMapper().readTree(Chart.DIRECTORY.resolve("values.yaml").toFile());
        comments().forEach((path, comment) -> {
            JsonNode value = values.at("/" + path.replace('.', '/'));
            String standard = value.isObject() && !value.isEmpty() ? "" : "`" + value + "`";
            table.append("| `%s` | %s | %s |\n".formatted(path, standard, comment));
        });

        Golden.holdsBetween(Chart.DIRECTORY.resolve("README.md"), "values", table.toString());
    }

    @Test
    void explainsEveryValue() throws IOException {
        assertThat(comments()).allSatisfy((path, comment) -> assertThat(comment)
                .as(path)
                .matches(text ->
                        !text.isBlank() || path.matches("resources\\..*|.*Probe\\..*|dashboard\\.labels\\..*")));
    }

    /** What stands above each key, by the path of the key. */
    private static Map<String, String> comments() throws IOException {
        Map<String, String> comments = new LinkedHashMap<>();
        List<String> path = new ArrayList<>();
        List<String> above = new ArrayList<>();
        for (String line : Files.readAllLines(Chart.DIRECTORY.resolve("values.yaml"))) {
            Matcher comment = COMMENT.matcher(line);
            Matcher key = KEY.matcher(line);
            if (comment.matches()) {
                above.add(comment.group(2));
            } else {
                if (key.matches()) {
                    int depth = key.group(1).length() / 2;
                    path.subList(depth, path.size()).clear();
                    path.add(key.group(2));
                    comments.put(String.join(".", path), String.join(" ", above));
                }
                above.clear();
            }
        }
        return comments;
    }
}
