package io.sequinmcp.connectors;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What came of an archive's parts of one kind. */
final class ImportedParts<T> {
    private final List<T> created = new ArrayList<>();
    /** New, in the row of one that was deleted. */
    private final List<T> renewed = new ArrayList<>();

    private final List<T> changed = new ArrayList<>();
    private final List<T> unchanged = new ArrayList<>();

    void created(T part) {
        created.add(part);
    }

    void renewed(T part) {
        renewed.add(part);
    }

    void changed(T part) {
        changed.add(part);
    }

    void unchanged(T part) {
        unchanged.add(part);
    }

    /** Those that need a row of their own. */
    List<T> inserts() {
        return created;
    }

    /** Those that have a row. */
    List<T> updates() {
        List<T> both = new ArrayList<>(renewed);
        both.addAll(changed);
        return both;
    }

    List<T> writes() {
        List<T> all = new ArrayList<>(created);
        all.addAll(updates());
        return all;
    }

    ImportReport.Changes report(Function<T, String> name) {
        List<String> made = new ArrayList<>(created.stream().map(name).toList());
        renewed.forEach(it -> made.add(name.apply(it)));
        return new ImportReport.Changes(
                made,
                changed.stream().map(name).toList(),
                unchanged.stream().map(name).toList());
    }
}
