package io.sequinmcp.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.api.SinkSettings;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.HttpEndpoint;
import io.sequinmcp.sandbox.world.Sink;
import io.sequinmcp.sandbox.world.World;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The demo's sinks and webhook receivers: several types, most at work, some stalled, failing, paused or disabled. */
final class DemoSinks {
    private final World world;

    DemoSinks(World world) {
        this.world = world;
    }

    void add(Database production, Database analytics) {
        streams(production);
        webhooks(production);
        others(production);
        add(
                analytics,
                "page_view_cache",
                tables("public.page_views"),
                Json.object()
                        .put("type", "redis_string")
                        .put("host", "redis.internal")
                        .put("port", 6379),
                Json.object());
    }

    private void streams(Database database) {
        add(database, "invoice_processor", tables(DemoTables.TRANSACTIONS), stream(), Json.object());
        add(database, "billing_events", tables(DemoTables.INVOICES), stream(), Json.object());
        // Somebody received from it once and never acked
        add(database, "order_audit", tables(DemoTables.ORDERS), stream(), Json.object());
    }

    private void webhooks(Database database) {
        endpoint("crm", "https://crm.example.com/hooks/users", Json.object().put("X-Api-Key", "crm-demo-key-0000"));
        // A name that never resolves: every delivery fails
        endpoint(
                "stripe-relay",
                "https://stripe-relay.invalid/webhooks",
                Json.object().put("Authorization", "Bearer stripe-demo-token"));
        add(
                database,
                "stripe_webhooks_sink",
                tables(DemoTables.TRANSACTIONS),
                Json.object()
                        .put("type", "webhook")
                        .put("http_endpoint", "stripe-relay")
                        .put("http_endpoint_path", "/transactions"),
                Json.object()
                        .put("batch_size", 50)
                        .put("max_retry_count", 12)
                        .put("load_shedding_policy", "discard_on_full")
                        .put("filter", "large-amounts"));
        add(
                database,
                "crm_contacts",
                tables(DemoTables.USERS),
                Json.object().put("type", "webhook").put("http_endpoint", "crm"),
                Json.object().put("batch_size", 10).put("status", "paused"));
    }

    private void others(Database database) {
        ObjectNode wholeSchema = Json.object();
        wholeSchema.putArray("include_schemas").add("public");
        add(
                database,
                "snowflake_sink",
                wholeSchema,
                Json.object()
                        .put("type", "kafka")
                        .put("hosts", "kafka-1.internal:9092,kafka-2.internal:9092")
                        .put("topic", "snowflake.public")
                        .put("username", "snowpipe")
                        .put("password", "snowpipe-demo-secret")
                        .put("sasl_mechanism", "scram_sha_256")
                        .put("tls", true)
                        .put("compression", "zstd"),
                Json.object().put("batch_size", 200).put("routing", "none"));
        add(
                database,
                "warehouse_sync",
                tables(DemoTables.ORDERS),
                Json.object()
                        .put("type", "sqs")
                        .put("queue_url", "https://sqs.eu-west-1.amazonaws.com/123456789012/warehouse.fifo")
                        .put("access_key_id", "AKIADEMO00000000")
                        .put("secret_access_key", "demo-secret-access-key"),
                Json.object().put("batch_size", 10).put("routing", "none"));
        add(
                database,
                "legacy_user_sync",
                tables(DemoTables.USERS),
                Json.object()
                        .put("type", "rabbitmq")
                        .put("host", "rabbit.internal")
                        .put("port", 5672)
                        .put("username", "legacy")
                        .put("password", "legacy-demo-secret")
                        .put("exchange", "users"),
                Json.object().put("routing", "none"));
        add(
                database,
                "preference_archive",
                tables(DemoTables.USER_PREFERENCES),
                Json.object().put("type", "nats").put("host", "nats.internal").put("port", 4222),
                Json.object().put("status", "disabled"));
    }

    private void add(Database database, String name, ObjectNode source, ObjectNode destination, ObjectNode more) {
        ObjectNode fields = more.deepCopy().put("name", name).put("database", database.name());
        fields.set("source", source);
        fields.set("destination", destination);
        Sink sink = SinkSettings.create(world, fields, world.now().minus(Duration.ofDays(40)));
        if (sink.isStream() && !name.equals("invoice_processor")) {
            sink.noteDelivered(1_000);
        }
    }

    private void endpoint(String name, String url, ObjectNode secretHeaders) {
        HttpEndpoint endpoint = new HttpEndpoint(world.ids().next(), world.now())
                .named(name)
                .at(HttpEndpoint.Address.of(URI.create(url)))
                .headed(Json.object().put("X-Source", "sequin"))
                .secretlyHeaded(secretHeaders);
        world.endpoints().add(endpoint);
    }

    private static ObjectNode stream() {
        return Json.object().put("type", "sequin_stream");
    }

    private static ObjectNode tables(String... names) {
        ObjectNode source = Json.object();
        source.set("include_tables", Json.array(List.of(names)));
        return source;
    }
}
