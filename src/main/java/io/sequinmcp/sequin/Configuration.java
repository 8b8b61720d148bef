package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;

/** The account as one YAML. It knows no pins, so a caller whose reach is pinned is refused. */
public final class Configuration {
    public Uni<ConfigExport> export() {
        throw new UnsupportedOperationException();
    }

    /** What applying would change. Sequin runs it in a transaction and does connect to new databases; up to 100 s. */
    public Uni<ConfigPlan> plan(String yaml) {
        throw new UnsupportedOperationException();
    }

    /** Makes and changes what the YAML lists, by name; never deletes. Up to 100 s. */
    public Uni<ConfigApplied> apply(String yaml) {
        throw new UnsupportedOperationException();
    }
}
