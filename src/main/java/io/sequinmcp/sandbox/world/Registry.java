package io.sequinmcp.sandbox.world;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Resources of one kind, in the order they were made, found by id or name as Sequin does. */
public final class Registry<T extends Named> implements Serializable {
    private final List<T> items = new ArrayList<>();

    public T add(T item) {
        items.add(item);
        return item;
    }

    public void remove(T item) {
        items.remove(item);
    }

    /** Puts one in another's place. */
    public void replace(T old, T item) {
        items.set(items.indexOf(old), item);
    }

    public List<T> all() {
        return List.copyOf(items);
    }

    public Optional<T> find(String idOrName) {
        return Ids.isV4(idOrName) ? byId(idOrName) : byName(idOrName);
    }

    public Optional<T> byId(String id) {
        return items.stream().filter(item -> item.id().equalsIgnoreCase(id)).findFirst();
    }

    public Optional<T> byName(String name) {
        return items.stream().filter(item -> item.name().equals(name)).findFirst();
    }
}
