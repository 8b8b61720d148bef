package io.sequinmcp.connectors;

import io.sequinmcp.sequin.Account;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An account that was made while the service ran.
 *
 * @param account with its API token in the clear; it is stored encrypted
 * @param protectedNames name patterns of what no connector may change
 * @param revision grows with every change
 */
public record StoredAccount(
        Account account,
        List<String> protectedNames,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        Optional<Instant> deletedAt,
        long revision) {
    public StoredAccount {
        protectedNames = List.copyOf(protectedNames);
    }

    public String name() {
        return account.name();
    }

    public boolean isDeleted() {
        return deletedAt.isPresent();
    }

    StoredAccount with(Account newAccount, List<String> newProtectedNames) {
        return new StoredAccount(newAccount, newProtectedNames, createdAt, createdBy, updatedAt, deletedAt, revision);
    }

    StoredAccount deleted(Instant when) {
        return new StoredAccount(account, protectedNames, createdAt, createdBy, updatedAt, Optional.of(when), revision);
    }

    StoredAccount saved(Instant when, long newRevision) {
        return new StoredAccount(account, protectedNames, createdAt, createdBy, when, deletedAt, newRevision);
    }
}
