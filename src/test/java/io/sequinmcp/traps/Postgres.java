package io.sequinmcp.traps;

import io.sequinmcp.sandbox.world.Table;
import java.util.List;

/** Things that happen in Postgres, behind Sequin's back. */
final class Postgres {
    private Postgres() {}

    /** Somebody runs a migration. */
    static void addTable(ObservedSequin sequin, String name) {
        sequin.world()
                .network()
                .catalogs()
                .get(0)
                .add(new Table(30_000, "public", name, List.of("id int8"), List.of("id"), false));
    }
}
