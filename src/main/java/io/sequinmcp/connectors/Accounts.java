package io.sequinmcp.connectors;

import io.quarkus.arc.All;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.sequinmcp.sequin.Account;
import io.sequinmcp.sequin.Reach.NamePattern;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts of all sources, by name. Those of the {@link Registry} come and go while the service runs. */
@Singleton
public class Accounts {
    private final Map<String, Account> declared = new TreeMap<>();
    private final Map<String, Registered> registered = new ConcurrentHashMap<>();
    private final Map<String, Long> revisions = new HashMap<>();

    public Accounts(@All List<AccountSource> sources) {
        for (AccountSource source : sources) {
            for (Account account : source.accounts()) {
                if (declared.putIfAbsent(account.name(), account) != null) {
                    throw new ConfigurationException(
                            "There are two accounts called '%s'. If one is of the sandbox, unset SEQUIN_URL and sequin-mcp.accounts.%s.url, or turn the sandbox off with SEQUIN_MCP_SANDBOX=false"
                                    .formatted(account.name(), account.name()));
                }
            }
        }
    }

    public Optional<Account> named(String name) {
        Account fixed = declared.get(name);
        if (fixed != null) {
            return Optional.of(fixed);
        }
        return Optional.ofNullable(registered.get(name)).map(Registered::account);
    }

    /** Patterns of the names that no connector of the account may change. */
    public List<NamePattern> protectedNames(String name) {
        Registered found = registered.get(name);
        return found == null ? List.of() : found.protectedNames();
    }

    public Set<String> names() {
        Set<String> names = new TreeSet<>(declared.keySet());
        names.addAll(registered.keySet());
        return names;
    }

    /** Those of the configuration, and the sandbox's. */
    public Collection<Account> declared() {
        return List.copyOf(declared.values());
    }

    public boolean isDeclared(String name) {
        return declared.containsKey(name);
    }

    /** Takes a change up, unless a later one is known. */
    synchronized void apply(StoredAccount changed) {
        if (revisions.getOrDefault(changed.name(), 0L) >= changed.revision()) {
            return;
        }
        revisions.put(changed.name(), changed.revision());
        if (changed.isDeleted()) {
            registered.remove(changed.name());
        } else {
            registered.put(
                    changed.name(),
                    new Registered(
                            changed.account(),
                            changed.protectedNames().stream()
                                    .map(NamePattern::of)
                                    .toList()));
        }
    }

    private record Registered(Account account, List<NamePattern> protectedNames) {}
}
