package io.sequinmcp.connectors;

import io.sequinmcp.connectors.AdminRefusal.FieldError;
import java.util.ArrayList;
import java.util.List;

/** All that can't be taken in of an archive, and why. */
final class ImportProblems {
    private final List<FieldError> all = new ArrayList<>();

    void add(String where, String why) {
        all.add(new FieldError(where, why));
    }

    int count() {
        return all.size();
    }

    List<FieldError> all() {
        return all;
    }

    /** @throws AdminRefusal if there are any */
    void refuse() {
        if (!all.isEmpty()) {
            throw new AdminRefusal(
                    AdminRefusal.Reason.INVALID, "Nothing was imported: some of it can't be taken in.", all);
        }
    }
}
