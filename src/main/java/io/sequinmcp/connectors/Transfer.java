package io.sequinmcp.connectors;

import io.sequinmcp.connectors.Archive.AccountPart;
import io.sequinmcp.connectors.Archive.CallerPart;
import io.sequinmcp.connectors.Archive.ConnectorPart;
import io.sequinmcp.keys.Encryption;
import io.sequinmcp.store.Store;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Takes accounts, connectors and caller tokens out of one installation and into another. */
@Singleton
public class Transfer {
    private final Store store;
    private final AccountRows accountRows;
    private final Accounts accounts;
    private final Connectors connectors;
    private final Callers callers;
    private final ArchiveReader reader;
    private final Encryption encryption;
    private final Clock clock;

    Transfer(
            Store store,
            AccountRows accountRows,
            Accounts accounts,
            Connectors connectors,
            Callers callers,
            ArchiveReader reader,
            Encryption encryption,
            Clock clock) {
        this.store = store;
        this.accountRows = accountRows;
        this.accounts = accounts;
        this.connectors = connectors;
        this.callers = callers;
        this.reader = reader;
        this.encryption = encryption;
        this.clock = clock;
    }

    /** All that was made here and is good. */
    public Uni<Archive> export() {
        return store.transact(tx -> new Archive(
                Archive.FORMAT,
                now(),
                accountRows.live(tx).stream().map(this::part).toList(),
                ConnectorRows.good(tx).stream().map(this::part).toList(),
                CallerTokenRows.good(tx).stream().map(Transfer::part).toList(),
                leftOut()));
    }

    /**
     * Takes an archive in: adds what is missing and changes what differs, all of it or nothing; deletes nothing. Doing
     * it again changes nothing.
     *
     * @param dryRun to tell what would be done, without doing it
     * @param by who imports
     * @throws AdminRefusal if anything in it can't be taken in, with all that is wrong; not for a dry run, which tells
     *     it
     */
    public Uni<ImportReport> take(Archive archive, boolean dryRun, String by) {
        return store.transact(tx -> {
                    ArchiveReader.Read read = reader.read(tx, archive, now(), by);
                    if (!dryRun) {
                        read.write();
                    }
                    return read;
                })
                .invoke(read -> {
                    if (!dryRun) {
                        read.accounts().parts().writes().forEach(accounts::apply);
                        read.connectors().parts().writes().forEach(connectors::apply);
                        read.callers().parts().writes().forEach(callers::apply);
                    }
                })
                .map(read -> read.report(dryRun));
    }

    private List<String> leftOut() {
        List<String> left = new ArrayList<>();
        accounts.declared()
                .forEach(it -> left.add("The account '%s' is declared in the configuration.".formatted(it.name())));
        connectors
                .declared()
                .forEach(it -> left.add("The connector '%s' is declared in the configuration.".formatted(it.name())));
        return left;
    }

    private AccountPart part(StoredAccount it) {
        return new AccountPart(
                it.name(),
                it.account().url().toString(),
                it.account().metricsUrl().map(URI::toString).orElse(null),
                it.protectedNames(),
                encryption.encrypt(it.account().apiToken(), place(it.name())),
                null);
    }

    private ConnectorPart part(StoredConnector it) {
        boolean rotating = it.formerTokenUntil().filter(now()::isBefore).isPresent();
        return new ConnectorPart(
                it.id(),
                it.account(),
                it.name(),
                it.settings(),
                it.token().hex(),
                rotating ? it.formerToken().map(TokenHash::hex).orElse(null) : null,
                rotating ? it.formerTokenUntil().orElse(null) : null,
                it.expiresAt().orElse(null));
    }

    private static CallerPart part(CallerToken it) {
        return new CallerPart(
                it.id(),
                it.name(),
                it.role().word(),
                it.token().hex(),
                it.expiresAt().orElse(null));
    }

    /** What is encrypted for an archive is of no use in the store, and the other way round. */
    static String place(String account) {
        return "archived api token of account " + account;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
