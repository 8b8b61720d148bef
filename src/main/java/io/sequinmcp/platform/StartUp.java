package io.sequinmcp.platform;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.sequinmcp.connectors.Accounts;
import io.sequinmcp.connectors.Connectors;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.net.URI;
import org.jboss.logging.Logger;

/** Says at the start what a first user needs to know, and refuses what cannot work. */
@Singleton
class StartUp {
    private static final Logger LOG = Logger.getLogger(StartUp.class);

    private final ServiceConfig config;
    private final Accounts accounts;
    private final Connectors connectors;
    private final SandboxConnector sandbox;

    StartUp(ServiceConfig config, Accounts accounts, Connectors connectors, SandboxConnector sandbox) {
        this.config = config;
        this.accounts = accounts;
        this.connectors = connectors;
        this.sandbox = sandbox;
    }

    /** Taking part in the start, this makes every account and connector, and so has a bad configuration refused. */
    void check(@Observes StartupEvent start) {
        if (accounts.names().isEmpty()) {
            LOG.warn(
                    "There is no account, so nothing can be done yet. Set SEQUIN_URL and SEQUIN_API_TOKEN, or SEQUIN_MCP_SANDBOX=true to try it without a Sequin server");
        } else if (connectors.all().isEmpty()) {
            LOG.warn(
                    "There is no connector, so no agent can come in yet. Make one: POST /api/v1/accounts/{account}/connectors");
        }
    }

    /** The one secret that is ever printed: with the sandbox on, nothing real is behind it. */
    void announce(@ObservesAsync HttpServerStart server) {
        URI base = config.publicUrl()
                .orElse(URI.create("http://localhost:" + server.options().getPort()));
        sandbox.token()
                .ifPresent(token -> System.out.println(
                        "MCP URL: " + base.toString().replaceAll("/$", "") + "/mcp/" + token.reveal()));
    }
}
