package io.sequinmcp.sequin;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Opens accounts. Keeps one client, with its connections and its guards, per account. */
@ApplicationScoped
public class Sequins {
    private final SequinConfig config;
    private final SecretVault secrets;
    private final Clock clock;
    private final MeterRegistry registry;
    private final Map<String, UpstreamMeters> meters = new ConcurrentHashMap<>();
    private final Map<String, AccountClient> clients = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    public Sequins(SequinConfig config, SecretVault secrets, Clock clock, MeterRegistry registry) {
        this.config = config;
        this.secrets = secrets;
        this.clock = clock;
        this.registry = registry;
    }

    /** The account within a reach, for one call. */
    public Sequin open(Account account, Reach reach) {
        return open(account, reach, remark -> {});
    }

    /**
     * The account within a reach, for one call.
     *
     * @param remarks takes what is worth telling the caller beside the answer, a sentence each; from any thread
     */
    public Sequin open(Account account, Reach reach, Consumer<String> remarks) {
        return new Sequin(client(account), reach, remarks);
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
            AccountClient client = new AccountClient(
                    account,
                    config,
                    secrets,
                    clock,
                    meters.computeIfAbsent(name, it -> new UpstreamMeters(it, registry)));
            if (stopping) {
                client.stopWaiting();
            }
            return client;
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

    /**
     * Ends all that waits: receives and waits for backfills answer with what there is, within one request to Sequin (5
     * s). To be called when the service is about to stop, while it still answers.
     */
    public void stopWaiting() {
        stopping = true;
        clients.values().forEach(AccountClient::stopWaiting);
    }

    @PreDestroy
    void close() {
        clients.values().forEach(AccountClient::close);
        clients.clear();
    }
}
