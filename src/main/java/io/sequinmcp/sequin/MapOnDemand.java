package io.sequinmcp.sequin;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A map that is made when it is first looked into; from any thread, and each time the same. */
final class MapOnDemand extends AbstractMap<String, Object> {
    private final Supplier<Map<String, Object>> making;
    private volatile @Nullable Map<String, Object> made;

    /** @param making gives an unmodifiable map, which is equal to the one before if it is asked twice */
    MapOnDemand(Supplier<Map<String, Object>> making) {
        this.making = making;
    }

    private Map<String, Object> made() {
        Map<String, Object> known = made;
        if (known == null) {
            known = making.get();
            made = known;
        }
        return known;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return made().entrySet();
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return made().get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return made().containsKey(key);
    }
}
