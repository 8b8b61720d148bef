package io.sequinmcp.sequin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * A configuration of Sequin's (section 9.2), read.
 *
 * @param content its top level: lists of databases, sinks and so on
 */
record ConfigDocument(Map<String, Object> content) {
    private static final int MAX_CHARACTERS = 4 * 1024 * 1024;
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final YAMLMapper YAML =
            new YAMLMapper(YAMLFactory.builder().loaderOptions(limits()).build());

    /** Aliases multiply: a short text can stand for more than fits into memory. */
    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setMaxAliasesForCollections(100);
        options.setNestingDepthLimit(50);
        return options;
    }

    /**
     * @throws SequinException INVALID_ARGUMENT if it is no YAML, or none with names at the top: Sequin answers a list
     *     or a scalar with a 500 (section 9.1)
     */
    static ConfigDocument parse(String yaml) {
        try {
            Object document = YAML.readValue(yaml, Object.class);
            if (document instanceof Map<?, ?> map) {
                return new ConfigDocument(Fields.typed(map));
            }
            throw refused("The YAML has to have lists such as `databases` and `sinks` at its top level.");
        } catch (JsonProcessingException e) {
            throw refused("That is no YAML"
                    + (e.getLocation() == null
                            ? ""
                            : ", from line " + e.getLocation().getLineNr()) + ".");
        }
    }

    private static SequinException refused(String message) {
        return Problem.invalid(
                        "yaml",
                        message,
                        List.of("databases", "change_retentions", "http_endpoints", "functions", "sinks"))
                .toException();
    }

    List<Fields> entries(String list) {
        return new Fields(content).objects(list);
    }

    /** Every function by its name, with its kind. */
    Map<String, String> functionKinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (Fields entry : entries("functions")) {
            Fields nested = entry.object("function");
            String kind = nested == null ? entry.text("type") : nested.text("type");
            kinds.put(entry.textOrEmpty("name"), kind == null ? "transform" : kind);
        }
        return kinds;
    }

    /** Names of the change retentions that read from or write to a database. */
    List<String> changeRetentions(String database) {
        return entries("change_retentions").stream()
                .filter(retention -> database.equals(retention.text("source_database"))
                        || database.equals(retention.text("destination_database")))
                .map(retention -> retention.textOrEmpty("name"))
                .toList();
    }
}
