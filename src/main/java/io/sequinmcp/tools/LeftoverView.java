package io.sequinmcp.tools;

import io.sequinmcp.sequin.Removal;
import org.jspecify.annotations.Nullable;

/**
 * Something that stays.
 *
 * @param sql what removes it, to be run in Postgres
 */
@Answer
public record LeftoverView(String what, @Nullable String sql) {
    static LeftoverView of(Removal.Leftover leftover) {
        return new LeftoverView(leftover.what(), leftover.sql());
    }
}
