package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** The databases of an account. Every {@code idOrName} is either; what is out of reach is not found. */
public final class Databases {
    public Uni<List<Database>> list() {
        throw new UnsupportedOperationException();
    }

    public Uni<Database> get(String idOrName) {
        throw new UnsupportedOperationException();
    }

    /** Has Sequin connect, log in and look for slot and publication; up to 20 s. A failed test is a value. */
    public Uni<ConnectionTest> test(String idOrName) {
        throw new UnsupportedOperationException();
    }

    /** Has Sequin read the schemas and tables anew; needed after a CREATE TABLE. Sequin lists no tables. */
    public Uni<Database> refreshTables(String idOrName) {
        throw new UnsupportedOperationException();
    }

    /** Makes an entry; Sequin connects first. Slot and publication must exist. */
    public Uni<Outcome<Database>> create(DatabaseSettings settings) {
        throw new UnsupportedOperationException();
    }

    /** Changes what is given and nothing else. Sequin does not try the connection; see {@link #test}. */
    public Uni<Outcome<Database>> update(String idOrName, DatabaseSettings settings) {
        throw new UnsupportedOperationException();
    }

    /** Deletes the entry. Refused while sinks or change retentions use it, see {@link Removals}. */
    public Uni<Deleted> delete(String idOrName) {
        throw new UnsupportedOperationException();
    }
}
