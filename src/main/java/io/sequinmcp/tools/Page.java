package io.sequinmcp.tools;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list that Sequin gives whole and in no order: sorted, so that a cursor means the same on the next call,
 * also when entries came or went in between.
 *
 * @param total how many there are in all
 * @param nextCursor where to go on; null on the last page
 */
record Page<T>(List<T> items, int total, @Nullable String nextCursor) {
    /** How many entries a page has unless the caller asks for fewer or more. */
    static final int DEFAULT_LIMIT = 50;

    static final int MAX_LIMIT = 200;

    /**
     * Cuts a page.
     *
     * @param key what the list is sorted by; no two entries share it
     * @param cursor the key of the last entry that was seen, or null for the first page
     */
    static <T> Page<T> of(
            List<T> all,
            Function<T, String> key,
            Comparator<String> order,
            @Nullable Integer limit,
            @Nullable String cursor) {
        int size = limit == null ? DEFAULT_LIMIT : limit;
        List<T> rest = all.stream()
                .filter(item -> cursor == null || order.compare(key.apply(item), cursor) > 0)
                .sorted(Comparator.comparing(key, order))
                .toList();
        List<T> items = rest.subList(0, Math.min(size, rest.size()));
        boolean last = items.size() == rest.size();
        return new Page<>(items, all.size(), last ? null : key.apply(items.get(items.size() - 1)));
    }

    static <T> Page<T> byName(List<T> all, Function<T, String> name, @Nullable Integer limit, @Nullable String cursor) {
        return of(all, name, Comparator.naturalOrder(), limit, cursor);
    }
}
