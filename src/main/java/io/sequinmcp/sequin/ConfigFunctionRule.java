package io.sequinmcp.sequin;

import java.util.List;
import java.util.Set;

/** The functions of a YAML: what Sequin refuses in the notation of its own language (section 9.2, recording 549). */
final class ConfigFunctionRule {
    private static final Set<String> RESERVED = Set.of("none", "null", "nil");
    private static final int LONGEST_CODE = 10_000;
    private static final List<String> FUNCTION_TYPES =
            List.of("transform", "path", "filter", "routing", "enrichment", "function");

    private ConfigFunctionRule() {}

    static void check(Fields entry) {
        String name = Named.quoted(entry.textOrEmpty("name"));
        if (RESERVED.contains(entry.textOrEmpty("name"))) {
            throw refused("A function can't be called " + name + ": it stands for no function.");
        }
        if (entry.values().containsKey("file")) {
            throw refused("Function " + name + " has `file`, which only Sequin's command line reads; give its `code`.");
        }
        Fields nested = entry.object("function");
        Fields function = nested == null ? entry : nested;
        String type = function.text("type");
        if (type == null || !FUNCTION_TYPES.contains(type)) {
            throw Problem.invalid(
                            "functions",
                            "Function " + name + " has to have a `type`, one of " + String.join(", ", FUNCTION_TYPES)
                                    + ".",
                            FUNCTION_TYPES)
                    .toException();
        }
        String source = type.equals("path") ? "path" : "code";
        String code = function.textOrEmpty(source);
        if (code.isBlank()) {
            throw refused("Function " + name + " needs `" + source + "`.");
        }
        if (code.length() > LONGEST_CODE) {
            throw refused("The code of function " + name + " is longer than " + LONGEST_CODE + ".");
        }
        if (type.equals("enrichment") && !code.contains("$1")) {
            throw refused("Enrichment " + name + " has to use $1, the list of primary keys, as in: select … where id ="
                    + " any($1).");
        }
        if (type.equals("routing") && function.textOrEmpty("sink_type").isBlank()) {
            throw refused("Routing function " + name + " needs `sink_type`, such as kafka or webhook.");
        }
    }

    private static SequinException refused(String message) {
        return Problem.invalid("functions", message, List.of()).toException();
    }
}
