package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a YAML may not hold, because Sequin would fail on it, store something else than meant, or let the caller do what
 * its reach forbids.
 */
final class ConfigRules {
    /** In this order; anything else at the top level is ignored by Sequin without a word (recording 537). */
    private static final List<String> KNOWN =
            List.of("databases", "change_retentions", "http_endpoints", "functions", "sinks");

    private static final Map<String, String> REFUSED = Map.of(
            "account", "it can be set in Sequin's boot file only",
            "users", "it makes people who can log in to Sequin's console",
            "api_tokens", "it makes tokens with access to the whole account");

    private static final Map<String, String> MISTAKEN = Map.of(
            "wal_pipelines", "change_retentions", "transforms", "functions", "filters", "functions", "sink", "sinks");

    private static final Set<String> RETENTION_FIELDS = Set.of(
            "source_database",
            "source_table_schema",
            "source_table_name",
            "destination_database",
            "destination_table_schema",
            "destination_table_name");

    private static final Map<String, ResourceKind> KINDS = Map.of(
            "databases", ResourceKind.DATABASE,
            "change_retentions", ResourceKind.CHANGE_RETENTION,
            "http_endpoints", ResourceKind.HTTP_ENDPOINT,
            "functions", ResourceKind.FUNCTION,
            "sinks", ResourceKind.SINK);

    private static final String INIT_SQL = "publication.init_sql";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}");

    private final Reach reach;
    private final Set<String> allowed;

    /** @param allowed what the operator lets pass that is refused otherwise */
    ConfigRules(Reach reach, Set<String> allowed) {
        this.reach = reach;
        this.allowed = allowed;
    }

    /** The same for an account without functions. */
    List<String> check(ConfigDocument document) {
        return check(document, Map.of());
    }

    /**
     * @param storedKinds the functions the account has, with their kinds
     * @return what is worth knowing
     * @throws SequinException INVALID_ARGUMENT or FORBIDDEN
     */
    List<String> check(ConfigDocument document, Map<String, String> storedKinds) {
        List<String> notes = new ArrayList<>();
        document.content().keySet().forEach(key -> checkKey(key, notes));
        for (String list : KNOWN) {
            Object value = document.content().get(list);
            if (value != null && !(value instanceof List)) {
                throw refused(list, "`" + list + "` is a list.");
            }
            if (value instanceof List<?> entries && entries.stream().anyMatch(entry -> !(entry instanceof Map))) {
                throw refused(list, "Each of `" + list + "` is a mapping with a `name`.");
            }
            for (Fields entry : document.entries(list)) {
                checkEntry(list, entry);
            }
        }
        List<String> masked = Secrets.masked(document.content());
        if (!masked.isEmpty()) {
            // Sequin stores it, and its plan does not show it (recordings 538, 544)
            throw refused(
                    masked.get(0),
                    "The YAML holds masked secrets, as an export has them, and Sequin would store the asterisks: "
                            + String.join(", ", masked) + ". Put the real values there, or leave those resources out.");
        }
        checkUnresolved("", document.content());
        document.entries("http_endpoints").forEach(ConfigRules::checkLocal);
        document.entries("functions").forEach(ConfigFunctionRule::check);
        document.entries("sinks").forEach(ConfigSinkRule::check);
        checkKinds(document, storedKinds);
        notes.addAll(defaulted(document));
        return notes;
    }

    /** Only Sequin's command line puts values in their place; its server stores the placeholder (section 9.1). */
    private static void checkUnresolved(String path, @Nullable Object node) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> checkUnresolved(path.isEmpty() ? name.toString() : path + "." + name, value));
        } else if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                checkUnresolved(path + "[" + i + "]", list.get(i));
            }
        } else if (node instanceof String text
                && !path.endsWith(".code")
                && PLACEHOLDER.matcher(text).find()) {
            throw refused(
                    path,
                    "`" + path + "` has a placeholder such as ${NAME}. Only Sequin's command line replaces these; its"
                            + " server would store it as it stands. Put the value itself there.");
        }
    }

    /** An export has the boolean, which an apply does not see (section 9.6, recording 180). */
    private static void checkLocal(Fields endpoint) {
        if (endpoint.values().get("local") instanceof Boolean local && local) {
            throw refused(
                    "http_endpoints",
                    "HTTP endpoint " + Named.quoted(endpoint.textOrEmpty("name"))
                            + " has `local: true`, which Sequin does not see; write `local: \"true\"`, in quotes.");
        }
    }

    /** A function of another kind than the sink uses it for is a 500 (section 9.5). */
    private static void checkKinds(ConfigDocument document, Map<String, String> storedKinds) {
        Map<String, String> kinds = new HashMap<>(storedKinds);
        kinds.putAll(document.functionKinds());
        for (Fields sink : document.entries("sinks")) {
            FunctionKinds.USES.forEach((use, fitting) -> {
                String function = sink.text(use);
                String kind = function == null ? null : kinds.get(function);
                if (kind != null && !fitting.contains(kind)) {
                    throw refused(
                            "sinks",
                            "Sink " + Named.quoted(sink.textOrEmpty("name")) + " uses "
                                    + Named.quoted(String.valueOf(function)) + " as its " + use + ", but that is a "
                                    + kind + " function.");
                }
            });
        }
    }

    private void checkKey(String key, List<String> notes) {
        String reason = REFUSED.get(key);
        if (reason != null && allowed.contains(key)) {
            return;
        }
        if (reason != null) {
            throw Problem.of(Code.FORBIDDEN, "`" + key + "` is not allowed in this YAML: " + reason + ".")
                    .at(key, KNOWN)
                    .toException();
        }
        if (MISTAKEN.containsKey(key)) {
            throw Problem.invalid(key, "There is no `" + key + "`; `" + MISTAKEN.get(key) + "` is meant.", KNOWN)
                    .toException();
        }
        if (!KNOWN.contains(key)) {
            notes.add("Sequin ignores " + Named.quoted(key) + " at the top level.");
        }
    }

    private void checkEntry(String list, Fields entry) {
        String name = entry.text("name");
        if (name == null || name.isBlank()) {
            // A 500 of Sequin's (recording 550)
            throw refused(list, "Each of `" + list + "` needs a `name`.");
        }
        if (reach.protectedNames().stream().anyMatch(pattern -> pattern.matches(name))) {
            ResourceKind kind = KINDS.getOrDefault(list, ResourceKind.SINK);
            throw Problem.of(
                            Code.FORBIDDEN,
                            "This connector may not change the " + Named.named(kind, name) + ": the name is protected.")
                    .at(list, List.of())
                    .toException();
        }
        if (list.equals("change_retentions")) {
            for (String field : RETENTION_FIELDS) {
                if (entry.text(field) == null) {
                    throw refused(
                            list,
                            "Change retention " + Named.quoted(name) + " needs `" + field
                                    + "`: without it Sequin fails.");
                }
            }
        }
        if (list.equals("databases")
                && entry.values().get("publication") instanceof Map<?, ?> publication
                && publication.containsKey("init_sql")
                && !allowed.contains(INIT_SQL)) {
            throw Problem.of(
                            Code.FORBIDDEN,
                            "`" + INIT_SQL + "` is not allowed in this YAML: it runs any SQL in the database.")
                    .at("databases", List.of())
                    .toException();
        }
    }

    /** What an apply sets back because the YAML leaves it out (section 9.2). */
    private static List<String> defaulted(ConfigDocument document) {
        List<String> notes = new ArrayList<>();
        for (Fields database : document.entries("databases")) {
            if (database.text("url") == null && database.values().get("port") == null) {
                notes.add("Database " + Named.quoted(database.textOrEmpty("name"))
                        + " gives no port, so that it is set to 5432.");
            }
        }
        for (Fields sink : document.entries("sinks")) {
            List<String> reset = new ArrayList<>(List.of("transform", "filter", "routing"));
            reset.removeIf(sink.values()::containsKey);
            if (!reset.isEmpty()) {
                notes.add("Sink " + Named.quoted(sink.textOrEmpty("name")) + " gives no " + String.join(", ", reset)
                        + ", so that an existing one is set to none.");
            }
        }
        return notes;
    }

    private static SequinException refused(String field, String message) {
        return Problem.invalid(field, message, List.of()).toException();
    }
}
