package io.sequinmcp.traps;

import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of traps share: a Sequin, bare, and an agent that reaches it through this service. */
abstract class TrapTest {
    static final String PROD = "/api/postgres_databases/prod_db";
    static final String SINK_PATH = "/api/sinks";
    static final String CRM = "/api/destinations/http_endpoints/crm";

    @Inject
    ObservedSequin sequin;

    final Agent agent = new Agent(ObservedSequin.TOKEN);

    @BeforeEach
    void begin() {
        sequin.reset();
    }
}
