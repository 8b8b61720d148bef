package io.sequinmcp.connectors;

import io.quarkus.arc.All;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.sequinmcp.sequin.Account;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The accounts of all sources, by name. */
@Singleton
public class Accounts {
    private final TreeMap<String, Account> byName = new TreeMap<>();

    public Accounts(@All List<AccountSource> sources) {
        for (AccountSource source : sources) {
            for (Account account : source.accounts()) {
                if (byName.putIfAbsent(account.name(), account) != null) {
                    throw new ConfigurationException(
                            "There are two accounts called '%s'. If one is of the sandbox, unset SEQUIN_URL and sequin-mcp.accounts.%s.url, or turn the sandbox off with SEQUIN_MCP_SANDBOX=false"
                                    .formatted(account.name(), account.name()));
                }
            }
        }
    }

    public Optional<Account> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Set<String> names() {
        return byName.keySet();
    }
}
