package io.sequinmcp.sandbox;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.sequinmcp.connectors.AccountSource;
import io.sequinmcp.sandbox.demo.DemoWorld;
import io.sequinmcp.sandbox.world.World;
import io.sequinmcp.sequin.Account;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs the sandbox inside the service and offers it as the account {@code default}. */
@Startup
@ApplicationScoped
public class SandboxLifecycle implements AccountSource {
    private static final Logger LOG = Logger.getLogger(SandboxLifecycle.class);
    private static final long STOP_SECONDS = 5;

    private final SandboxConfig sandbox;
    private final Config config;
    private final Clock clock;
    private final Survival survival = new Survival(System.getProperties());
    private @Nullable World world;
    private @Nullable SandboxServer server;
    private @Nullable Vertx vertx;
    private List<Account> accounts = List.of();

    SandboxLifecycle(SandboxConfig sandbox, Config config, Clock clock) {
        this.sandbox = sandbox;
        this.config = config;
        this.clock = clock;
    }

    @PostConstruct
    void start() {
        if (!sandbox.enabled()) {
            return;
        }
        refuseBesideRealSequin();
        World restored = survival.restore(clock);
        // Not the service's own Vert.x: its meters would mix with those of the service, which then cannot start
        Vertx apart = Vertx.vertx();
        vertx = apart;
        SandboxServer starting = new SandboxServer(apart, restored);
        int port = await(starting.start(sandbox.port()));
        world = restored;
        server = starting;
        URI url = URI.create("http://127.0.0.1:" + port);
        accounts = List.of(new Account("default", url, DemoWorld.API_TOKEN, Optional.of(url.resolve("/metrics"))));
        LOG.infof("The sandbox, a stand-in for Sequin, listens on %s", url);
    }

    private void refuseBesideRealSequin() {
        if (config.getOptionalValue("SEQUIN_URL", String.class)
                .filter(url -> !url.isBlank())
                .isPresent()) {
            throw new IllegalStateException("SEQUIN_URL is set, and so is the sandbox that would take its place."
                    + " Set SEQUIN_MCP_SANDBOX=false to use that Sequin, or unset SEQUIN_URL to use the sandbox");
        }
    }

    /** Waits until the port is free again: after a live reload the next one wants it at once. */
    void stop(@Observes ShutdownEvent event) {
        if (world != null && server != null && vertx != null) {
            await(server.stop());
            await(vertx.close());
            if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
                survival.save(world);
            }
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public Collection<Account> accounts() {
        return accounts;
    }
}
