package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens accounts. Keeps one client, with its connections and its guards, per account. */
@ApplicationScoped
public class Sequins {
    private final SequinConfig config;
    private final SecretVault secrets;
    private final Clock clock;
    private final Map<String, AccountClient> clients = new ConcurrentHashMap<>();

    public Sequins(SequinConfig config, SecretVault secrets, Clock clock) {
        this.config = config;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The account within a reach, for one call. */
    public Sequin open(Account account, Reach reach) {
        return new Sequin(client(account), reach);
    }

    private AccountClient client(Account account) {
        AccountClient known = clients.get(account.name());
        if (known != null && known.account().equals(account)) {
            return known;
        }
        return clients.compute(account.name(), (name, current) -> {
            if (current != null && current.account().equals(account)) {
                return current;
            }
            if (current != null) {
                retire(current);
            }
            return new AccountClient(account, config, secrets, clock);
        });
    }

    /** An account whose URL or token changed: calls under way still end on the old client. */
    private void retire(AccountClient client) {
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(config.configTimeout())
                .subscribe()
                .with(done -> client.close());
    }

    @PreDestroy
    void close() {
        clients.values().forEach(AccountClient::close);
        clients.clear();
    }
}
