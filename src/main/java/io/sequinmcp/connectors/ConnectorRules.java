package io.sequinmcp.connectors;

import io.sequinmcp.sequin.Reach;
import io.sequinmcp.sequin.Reach.NamePattern;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the settings of a connector mean, and which of them mean nothing. */
@Singleton
public class ConnectorRules {
    private static final int LONGEST_PATTERN = 255;
    private static final int MOST_PATTERNS = 100;

    private final ToolCatalog catalog;

    public ConnectorRules(ToolCatalog catalog) {
        this.catalog = catalog;
    }

    /** What a connector with some settings may do. */
    public record Grant(Scope scope, Reach reach, Terms terms) {}

    /**
     * Reads the settings.
     *
     * @param refuse takes each thing that is wrong: where, such as {@code tools.allow}, and why
     * @return what they grant, as far as they are good: of no use once something was refused
     */
    public Grant read(ConnectorSettings settings, BiConsumer<String, String> refuse) {
        ConnectorSettings.Tools tools = settings.tools();
        ConnectorSettings.Pins pins = settings.pins();
        Set<String> knownTools = names(catalog.tools());
        Scope scope = new Scope(
                methods(whole("methods", settings.methods(), refuse), refuse),
                settings.tags() == null
                        ? Scope.DEFAULT_TAGS
                        : known("tags", "tag", whole("tags", settings.tags(), refuse), knownTags(), refuse),
                known(
                        "tools.allow",
                        "tool",
                        current(whole("tools.allow", tools == null ? null : tools.allow(), refuse)),
                        knownTools,
                        refuse),
                known(
                        "tools.deny",
                        "tool",
                        current(whole("tools.deny", tools == null ? null : tools.deny(), refuse)),
                        knownTools,
                        refuse));
        Reach reach = new Reach(
                patterns("pins.sinks", pins == null ? null : pins.sinks(), refuse),
                patterns("pins.databases", pins == null ? null : pins.databases(), refuse),
                patterns("pins.http-endpoints", pins == null ? null : pins.httpEndpoints(), refuse),
                patterns("protected-names", settings.protectedNames(), refuse));
        Terms terms = new Terms(
                Boolean.TRUE.equals(settings.requireApiTokenAuth()),
                limits(settings.limits(), refuse),
                confirm(settings.confirm(), refuse));
        return new Grant(scope, reach, terms);
    }

    /** The tools that a scope lets through within a reach, by name. */
    public Set<String> tools(Scope scope, Reach reach) {
        return scope.select(catalog.tools(reach));
    }

    /** The list without what is null in it, which JSON allows and no list here. */
    private static @Nullable List<String> whole(
            String where, @Nullable List<String> texts, BiConsumer<String, String> refuse) {
        if (texts == null || texts.stream().noneMatch(Objects::isNull)) {
            return texts;
        }
        refuse.accept(where, "has null; it must be a list of texts");
        return texts.stream().filter(Objects::nonNull).toList();
    }

    /** The names that tools have now. An old one means the same tool, so that a rename narrows and widens nothing. */
    private @Nullable List<String> current(@Nullable List<String> names) {
        return names == null
                ? null
                : names.stream()
                        .map(name -> catalog.renamed().getOrDefault(name, name))
                        .toList();
    }

    private Set<String> knownTags() {
        return Stream.concat(Scope.KNOWN_TAGS.stream(), catalog.tools().stream().map(ToolCatalog.Entry::tag))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Collection<ToolCatalog.Entry> tools) {
        return tools.stream().map(ToolCatalog.Entry::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Method> methods(@Nullable List<String> words, BiConsumer<String, String> refuse) {
        if (words == null) {
            return Scope.DEFAULT_METHODS;
        }
        return words.stream()
                .flatMap(word -> Method.named(word).map(Set::stream).orElseGet(() -> {
                    refuse.accept("methods", "has '%s'; a method is one of %s".formatted(word, Method.words()));
                    return Stream.empty();
                }))
                .collect(Collectors.toSet());
    }

    private static Set<String> known(
            String where,
            String kind,
            @Nullable List<String> names,
            Set<String> known,
            BiConsumer<String, String> refuse) {
        if (names == null) {
            return Set.of();
        }
        names.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> refuse.accept(where, "has '%s'; a %s is one of %s".formatted(name, kind, known)));
        return Set.copyOf(names);
    }

    private static List<NamePattern> patterns(
            String where, @Nullable List<String> given, BiConsumer<String, String> refuse) {
        List<String> texts = whole(where, given, refuse);
        if (texts == null) {
            return List.of();
        }
        if (texts.size() > MOST_PATTERNS) {
            refuse.accept(where, "has %d patterns; at most %d are kept".formatted(texts.size(), MOST_PATTERNS));
            return List.of();
        }
        if (texts.stream().anyMatch(text -> text.isBlank() || text.length() > LONGEST_PATTERN)) {
            refuse.accept(
                    where,
                    "has an empty pattern or one of over %d characters; * stands for any run of characters"
                            .formatted(LONGEST_PATTERN));
            return List.of();
        }
        return texts.stream().map(NamePattern::of).toList();
    }

    private static Confirm confirm(@Nullable String word, BiConsumer<String, String> refuse) {
        return word == null
                ? Confirm.PLAN
                : Confirm.named(word).orElseGet(() -> {
                    refuse.accept(
                            "confirm",
                            "is '%s'; it is plan, so that plan_delete comes before a deletion, or none"
                                    .formatted(word));
                    return Confirm.PLAN;
                });
    }

    private static Limits limits(ConnectorSettings.@Nullable LimitSettings limits, BiConsumer<String, String> refuse) {
        return limits == null
                ? Limits.NONE
                : new Limits(
                        atLeast(1, "limits.calls-per-minute", limits.callsPerMinute(), refuse),
                        atLeast(1, "limits.concurrent-calls", limits.concurrentCalls(), refuse),
                        atLeast(0, "limits.writes-per-day", limits.writesPerDay(), refuse));
    }

    private static @Nullable Integer atLeast(
            int least, String where, @Nullable Integer value, BiConsumer<String, String> refuse) {
        if (value != null && value < least) {
            refuse.accept(where, "is %d; it must be at least %d".formatted(value, least));
        }
        return value;
    }
}
