package io.sequinmcp.sequin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A configuration of Sequin's (section 9.2), read.
 *
 * @param content its top level: lists of databases, sinks and so on
 */
record ConfigDocument(Map<String, Object> content) {
    private static final int MAX_CHARACTERS = 4 * 1024 * 1024;
    private static final int MAX_ALIASES = 100;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_VALUES = 500_000;

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}&&[^\\n\\r\\t]]");

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setAllowDuplicateKeys(false);
        return options;
    }

    /**
     * Reads YAML with its anchors and merge keys resolved, as Sequin does, so that nothing hides behind one.
     *
     * @throws SequinException INVALID_ARGUMENT if it is no YAML, or none with names at the top: Sequin answers a list
     *     or a scalar with a 500 (section 9.1)
     */
    static ConfigDocument parse(String yaml) {
        return parse(yaml, true);
    }

    /** Reads what Sequin exported: whatever got into it, what can be read of it is. */
    static ConfigDocument parseStored(String yaml) {
        return parse(UNPRINTABLE.matcher(yaml).replaceAll(""), false);
    }

    private static ConfigDocument parse(String yaml, boolean strict) {
        Object document;
        try {
            document = CoreSchema.yaml(limits()).load(yaml);
        } catch (MarkedYAMLException e) {
            throw refused("That is no YAML"
                    + (e.getProblemMark() == null
                            ? ""
                            : ", from line " + (e.getProblemMark().getLine() + 1)) + ".");
        } catch (YAMLException e) {
            throw refused("That YAML can't be read: it is too large, has more than " + MAX_DEPTH
                    + " levels, or refers to itself too often.");
        }
        if (new Unfolding(strict).of(document, 0) instanceof Map<?, ?> map) {
            return new ConfigDocument(Fields.typed(map));
        }
        throw refused("The YAML has to have lists such as `databases` and `sinks` at its top level.");
    }

    /** Copies a tree in which parts may be shared, or contain themselves: a short text can stand for very much. */
    private static final class Unfolding {
        private final boolean strict;
        private int values;

        /** @param strict whether a key has to be a word */
        Unfolding(boolean strict) {
            this.strict = strict;
        }

        @Nullable
        Object of(@Nullable Object node, int depth) {
            if (++values > MAX_VALUES || depth > MAX_DEPTH) {
                throw refused("That YAML is too large once its aliases are put in.");
            }
            if (node instanceof Map<?, ?> map) {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((name, value) -> {
                    if (strict && (name == null || name instanceof Map || name instanceof List)) {
                        throw refused("Every key of the YAML has to be a word.");
                    }
                    copy.put(String.valueOf(name), of(value, depth + 1));
                });
                return copy;
            }
            if (node instanceof List<?> list) {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(value -> copy.add(of(value, depth + 1)));
                return copy;
            }
            return node;
        }
    }

    private static SequinException refused(String message) {
        return Problem.invalid(
                        "yaml",
                        message,
                        List.of("databases", "change_retentions", "http_endpoints", "functions", "sinks"))
                .toException();
    }

    /** The hosts it names, in its order; Sequin talks to them, to some of the databases already for a plan. */
    List<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        entries("databases").forEach(database -> {
            add(hosts, SecretTarget.ofDatabase(database, null));
            Fields primary = database.object("primary");
            if (primary != null) {
                add(hosts, SecretTarget.ofDatabase(primary, null));
            }
        });
        entries("http_endpoints").forEach(endpoint -> add(hosts, SecretTarget.ofEndpoint(endpoint.text("url"), false)));
        entries("sinks").forEach(sink -> add(hosts, SecretTarget.ofDestination(sink.map("destination"))));
        return List.copyOf(hosts);
    }

    private static void add(Set<String> hosts, SecretTargets targets) {
        targets.targets().forEach(target -> hosts.add(target.toString()));
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
