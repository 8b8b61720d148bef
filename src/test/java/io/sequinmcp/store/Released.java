package io.sequinmcp.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * What earlier versions left in the store, migrated to this one: each file is put in as the schema was that it was
 * written for, and all later migrations run over it. The data stays as it is, encrypted values and hashes included: it
 * is what installations have.
 */
public final class Released {
    /** The key of that installation. */
    public static final String KEY = "the-key-of-an-installation-of-the-first-release";

    private static final String FIRST_RELEASE = "5";
    private static final String WITH_AUDIT = "7";
    private static final Pattern HEX = Pattern.compile("hex '([0-9a-f]+)'");

    private Released() {}

    public static Store upgraded(TestDatabase database) {
        DataSource left = database.at(FIRST_RELEASE);
        Store store = new Store(left, Runnable::run);
        load(store, database, "0.1.0.sql");
        Flyway.configure().dataSource(left).target(WITH_AUDIT).load().migrate();
        load(store, database, "0.1.0-audit.sql");
        Flyway flyway = Flyway.configure().dataSource(left).load();
        flyway.migrate();
        flyway.validate();
        return store;
    }

    private static void load(Store store, TestDatabase database, String file) {
        String bytes =
                switch (database) {
                    case H2 -> "x'$1'";
                    case POSTGRESQL -> "'\\\\x$1'";
                };
        String script = HEX.matcher(read(file)).replaceAll(bytes);
        store.transactNow(tx -> {
            int rows = 0;
            for (String statement : script.replaceAll("(?m)^--.*$", "").split(";\\s*\n")) {
                rows += statement.isBlank() ? 0 : tx.update(statement);
            }
            return rows;
        });
    }

    private static String read(String file) {
        try (var data = Released.class.getResourceAsStream("/released/" + file)) {
            return new String(data.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
