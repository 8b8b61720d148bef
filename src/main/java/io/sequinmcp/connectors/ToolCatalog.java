package io.sequinmcp.connectors;

import io.sequinmcp.sequin.Reach;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Which tools exist and how they are classed. Implemented by the door, so that connectors need not know tools. */
public interface ToolCatalog {
    Collection<Entry> tools();

    /** Those that mean anything within a reach. */
    default Collection<Entry> tools(Reach reach) {
        return reach.isPinned()
                ? tools().stream().filter(tool -> !tool.wholeAccount()).toList()
                : tools();
    }

    /** What tools were called before, by the old name; see {@code Formerly}. */
    default Map<String, String> renamed() {
        return Map.of();
    }

    /**
     * One tool.
     *
     * @param name as agents call it
     * @param method what it does
     * @param tag the area it is of
     * @param servesAlso methods that need this tool: a scope that has a tool of one of them has this one too, whatever
     *     its own methods and tags, unless it denies it
     * @param wholeAccount whether it concerns all of an account, so that a connector pinned to a part has it not
     */
    record Entry(String name, Method method, String tag, Set<Method> servesAlso, boolean wholeAccount) {
        public Entry(String name, Method method, String tag, Set<Method> servesAlso) {
            this(name, method, tag, servesAlso, false);
        }

        public Entry {
            servesAlso = Set.copyOf(servesAlso);
        }
    }
}
