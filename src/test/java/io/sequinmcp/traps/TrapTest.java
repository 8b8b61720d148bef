package io.sequinmcp.traps;

import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of traps share: a Sequin, bare, and an agent that reaches it through this service. */
abstract class TrapTest {
    static final String PROD = "/api/postgres_databases/prod_db";
    static final String SINK_PATH = "/api/sinks";
    static final String CRM = "/api/destinations/http_endpoints/crm";

    /** A YAML that changes one setting of one sink. */
    static final String BATCHES_OF_FIVE = "sinks: [{name: billing_events, database: prod_db,"
            + " source: {include_tables: [billing.invoices]}, destination: {type: sequin_stream}, batch_size: 5}]";

    /** What {@code create_database} takes for a {@code new_db} that Sequin can reach. */
    static final String NEW_DATABASE =
            "{'name':'new_db','hostname':'postgres.internal','database':'prod','username':'sequin',"
                    + "'password':'postgres-demo-password','slot_name':'spare_slot','publication_name':'sequin_pub'}";

    @Inject
    ObservedSequin sequin;

    final Agent agent = new Agent(ObservedSequin.TOKEN);

    @BeforeEach
    void begin() {
        sequin.reset();
    }

    /** The message of a call, for tests that send it in their own way; {@code more} joins its params. */
    static String call(String tool, String arguments, String more) {
        return ObservedSequin.json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'" + tool
                + "','arguments':" + arguments + more + "}}");
    }
}
