package io.sequinmcp.connectors;

import io.sequinmcp.connectors.Archive.AccountPart;
import io.sequinmcp.connectors.Archive.CallerPart;
import io.sequinmcp.connectors.Archive.ConnectorPart;
import io.sequinmcp.keys.Encryption;
import io.sequinmcp.store.Transaction;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads archives: what is new in one, what differs, and what can't be taken in. */
@Singleton
class ArchiveReader {
    static final int LONGEST_ID = 40;

    private final AccountRows accountRows;
    private final Accounts accounts;
    private final AccountRules accountRules;
    private final Connectors connectors;
    private final ConnectorRules connectorRules;
    private final Encryption encryption;

    ArchiveReader(
            AccountRows accountRows,
            Accounts accounts,
            AccountRules accountRules,
            Connectors connectors,
            ConnectorRules connectorRules,
            Encryption encryption) {
        this.accountRows = accountRows;
        this.accounts = accounts;
        this.accountRules = accountRules;
        this.connectors = connectors;
        this.connectorRules = connectorRules;
        this.encryption = encryption;
    }

    /** An archive as it was read, within one transaction. */
    record Read(AccountImport accounts, ConnectorImport connectors, CallerImport callers, ImportProblems problems) {
        /** @throws AdminRefusal if anything of it can't be taken in, with all that is wrong */
        void write() throws SQLException {
            problems.refuse();
            accounts.write();
            connectors.write();
            callers.write();
        }

        ImportReport report(boolean dryRun) {
            return new ImportReport(
                    dryRun,
                    accounts.parts().report(StoredAccount::name),
                    connectors.parts().report(StoredConnector::id),
                    callers.parts().report(CallerToken::id),
                    problems.all());
        }
    }

    Read read(Transaction tx, Archive archive, Instant now, String by) throws SQLException {
        // Takes its turn first, so that what is compared is what is changed
        long revision = Revision.next(tx);
        ImportProblems problems = new ImportProblems();
        ImportedTokens tokens = new ImportedTokens(tx, connectors);
        AccountImport accountImport =
                new AccountImport(tx, accountRows, accounts, accountRules, encryption, problems, now, by, revision);
        ConnectorImport connectorImport = new ConnectorImport(
                tx, connectors, connectorRules, tokens, accountImport.toBe(), problems, now, by, revision);
        CallerImport callerImport = new CallerImport(tx, tokens, problems, now, by, revision);
        Read read = new Read(accountImport, connectorImport, callerImport, problems);
        if (archive.format() == null || archive.format() != Archive.FORMAT) {
            problems.add("format", "must be %d: that is the one known here".formatted(Archive.FORMAT));
            return read;
        }
        for (AccountPart part : parts(archive.accounts())) {
            accountImport.read("accounts[%s]".formatted(part.name()), part);
        }
        for (ConnectorPart part : parts(archive.connectors())) {
            connectorImport.read("connectors[%s]".formatted(part.id()), part);
        }
        for (CallerPart part : parts(archive.callerTokens())) {
            callerImport.read("caller_tokens[%s]".formatted(part.id()), part);
        }
        return read;
    }

    private static <T> List<T> parts(@Nullable List<T> given) {
        return given == null ? List.of() : given;
    }
}
