package io.sequinmcp.secrets;

import io.sequinmcp.keys.Encryption;
import io.sequinmcp.store.Store;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Secrets that were made here, encrypted in the store. Every method blocks. */
@Singleton
class StoredSecrets {
    private static final Logger LOG = Logger.getLogger(StoredSecrets.class);

    private final Store store;
    private final Encryption encryption;
    private final Clock clock;

    StoredSecrets(Store store, Encryption encryption, Clock clock) {
        this.store = store;
        this.encryption = encryption;
        this.clock = clock;
    }

    private record Row(String name, String value) {}

    /** All that can be read, by name. What a former key encrypted is encrypted anew. */
    Map<String, String> all() {
        return store.transactNow(tx -> {
            Map<String, String> readable = new HashMap<>();
            for (Row row : tx.list(
                    "select name, encrypted from stored_secret",
                    found -> new Row(found.text("name"), found.text("encrypted")))) {
                try {
                    String value = encryption.decrypt(row.value(), place(row.name()));
                    if (!encryption.isCurrent(row.value())) {
                        tx.update(
                                "update stored_secret set encrypted = ? where name = ? and encrypted = ?",
                                encryption.encrypt(value, place(row.name())),
                                row.name(),
                                row.value());
                    }
                    readable.put(row.name(), value);
                } catch (Encryption.UnreadableException e) {
                    LOG.errorf("The stored secret %s can't be used, for it is %s", row.name(), e.getMessage());
                }
            }
            return readable;
        });
    }

    /** Whether there is one of that name now that was not there before. */
    boolean keep(String name, String value, String owner) {
        return store.transactNow(tx -> {
            if (tx.first("select name from stored_secret where name = ?", row -> row.text("name"), name)
                    .isPresent()) {
                return false;
            }
            tx.update(
                    "insert into stored_secret (name, owner, encrypted, created_at) values (?, ?, ?, ?)",
                    name,
                    owner,
                    encryption.encrypt(value, place(name)),
                    clock.instant().truncatedTo(ChronoUnit.MICROS));
            return true;
        });
    }

    void forget(String name) {
        store.transactNow(tx -> tx.update("delete from stored_secret where name = ?", name));
    }

    void forgetAllOf(String owner) {
        store.transactNow(tx -> tx.update("delete from stored_secret where owner = ?", owner));
    }

    private static String place(String name) {
        return "secret " + name;
    }
}
