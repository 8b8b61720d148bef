package io.sequinmcp.connectors;

import java.util.Collection;
import java.util.Set;

/** Which tools exist and how they are classed. Implemented by the door, so that connectors need not know tools. */
public interface ToolCatalog {
    Collection<Entry> tools();

    /**
     * One tool.
     *
     * @param name as agents call it
     * @param method what it does
     * @param tag the area it is of
     * @param servesAlso methods that need this tool: a scope that has a tool of one of them has this one too, whatever
     *     its own methods and tags, unless it denies it
     */
    record Entry(String name, Method method, String tag, Set<Method> servesAlso) {
        public Entry {
            servesAlso = Set.copyOf(servesAlso);
        }
    }
}
