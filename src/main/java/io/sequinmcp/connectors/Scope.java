package io.sequinmcp.connectors;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a connector may do. A tool is in it when every part lets it through, so that each part only ever narrows.
 *
 * @param methods what the tools may do
 * @param tags the areas they may be of
 * @param allow when not empty, the only tools there are
 * @param deny tools there are not, whatever the other parts say
 */
public record Scope(Set<Method> methods, Set<String> tags, Set<String> allow, Set<String> deny) {
    /** {@code read}, which is what a scope that names no methods gets. */
    public static final Set<Method> DEFAULT_METHODS = Set.of(Method.GET, Method.LIST);

    /** What a scope that names no tags gets. A tag that is not listed here is off unless asked for. */
    public static final Set<String> DEFAULT_TAGS =
            Set.of("sinks", "backfills", "streams", "databases", "http_endpoints", "config", "system");

    /** Tags that mean something even before a tool has them. */
    static final Set<String> KNOWN_TAGS =
            Stream.concat(DEFAULT_TAGS.stream(), Stream.of("advanced")).collect(Collectors.toUnmodifiableSet());

    /** Every method on the default tags: the scope of the sandbox's own connector. */
    public static final Scope ALL_DEFAULT_TOOLS = new Scope(Set.of(Method.values()), DEFAULT_TAGS, Set.of(), Set.of());

    public Scope {
        methods = Set.copyOf(methods);
        tags = Set.copyOf(tags);
        allow = Set.copyOf(allow);
        deny = Set.copyOf(deny);
    }

    /** The names of those tools that this scope lets through. */
    public Set<String> select(Collection<ToolCatalog.Entry> tools) {
        Set<ToolCatalog.Entry> own = tools.stream().filter(this::includes).collect(Collectors.toSet());
        Predicate<ToolCatalog.Entry> companion = tool -> !deny.contains(tool.name())
                && own.stream().anyMatch(it -> tool.servesAlso().contains(it.method()));
        return tools.stream()
                .filter(tool -> own.contains(tool) || companion.test(tool))
                .map(ToolCatalog.Entry::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether something of that method and tag that is not a tool, such as a prompt, is let through. */
    public boolean permits(Method method, String tag) {
        return methods.contains(method) && tags.contains(tag);
    }

    private boolean includes(ToolCatalog.Entry tool) {
        return permits(tool.method(), tool.tag())
                && (allow.isEmpty() || allow.contains(tool.name()))
                && !deny.contains(tool.name());
    }
}
