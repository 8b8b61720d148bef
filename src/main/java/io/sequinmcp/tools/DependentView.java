package io.sequinmcp.tools;

import io.sequinmcp.sequin.Removal;
import org.jspecify.annotations.Nullable;

/**
 * Something that must go first.
 *
 * @param name absent when it is out of this connector's reach
 * @param how how to remove it
 */
@Answer
public record DependentView(String kind, @Nullable String name, @Nullable String id, String how) {
    static DependentView of(Removal.Blocker blocker) {
        return new DependentView(blocker.kind().parameter(), blocker.name(), blocker.id(), blocker.how());
    }

    @Override
    public String toString() {
        return kind.replace('_', ' ') + " " + (name == null ? "(out of reach)" : name);
    }
}
