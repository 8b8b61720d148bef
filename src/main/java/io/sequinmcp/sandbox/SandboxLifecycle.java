package io.sequinmcp.sandbox;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.sequinmcp.connectors.AccountSource;
import io.sequinmcp.sandbox.demo.DemoWorld;
import io.sequinmcp.sequin.Account;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs the sandbox inside the service and offers it as the account {@code default}. */
@Startup
@ApplicationScoped
public class SandboxLifecycle implements AccountSource {
    private static final Logger LOG = Logger.getLogger(SandboxLifecycle.class);

    private final SandboxConfig sandbox;
    private final Config config;
    private final Vertx vertx;
    private @Nullable SandboxServer server;
    private List<Account> accounts = List.of();

    SandboxLifecycle(SandboxConfig sandbox, Config config, Vertx vertx) {
        this.sandbox = sandbox;
        this.config = config;
        this.vertx = vertx;
    }

    @PostConstruct
    void start() {
        if (!sandbox.enabled()) {
            return;
        }
        refuseBesideRealSequin();
        SandboxServer starting = new SandboxServer(vertx, DemoWorld.create(Clock.systemUTC()));
        int port = starting.start(sandbox.port())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
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

    void stop(@Observes ShutdownEvent event) {
        if (server != null) {
            server.stop();
        }
    }

    @Override
    public Collection<Account> accounts() {
        return accounts;
    }
}
