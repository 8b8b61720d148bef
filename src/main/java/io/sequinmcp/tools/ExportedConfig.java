package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sequinmcp.sequin.ConfigExport;
import io.sequinmcp.sequin.NextStep;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A configuration.
 *
 * @param counts how many of each there are in the account, in the YAML or not
 */
@Answer(wholeBy = "Ask for one of the sections at a time.")
public record ExportedConfig(
        Map<String, Integer> counts, String yaml, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            // Code of functions is read, so it stands as it was written
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    static ExportedConfig of(ConfigExport export, @Nullable List<ConfigSection> sections, List<NextStep> next) {
        Map<String, Integer> counts = new TreeMap<>();
        export.document().forEach((section, entries) -> {
            if (entries instanceof List<?> list) {
                counts.put(section, list.size());
            }
        });
        return new ExportedConfig(
                counts,
                sections == null || sections.isEmpty() ? export.yaml() : yaml(export.document(), sections),
                next);
    }

    private static String yaml(Map<String, Object> document, List<ConfigSection> sections) {
        Map<String, Object> wanted = new LinkedHashMap<>(document);
        wanted.keySet().retainAll(sections.stream().map(Choice::word).toList());
        try {
            return YAML.writeValueAsString(wanted);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
