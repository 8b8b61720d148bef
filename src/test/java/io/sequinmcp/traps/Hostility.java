package io.sequinmcp.traps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sequin.DestinationType;
import io.sequinmcp.sequin.DestinationTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes up arguments of tools: good ones, and ones that are wrong in every way that came to mind. */
final class Hostility {
    private static final List<String> STRANGE = List.of(
            "",
            " ",
            ".",
            "..",
            "../../api_keys",
            "a/b?c=d#e",
            "%2e%2e%2f",
            "\u0000",
            "a\nb\r\nX-Injected: 1",
            "\u202eevil\u202c",
            "\u200b\u200d\ufeff",
            "ünïcödé-名前-😀",
            "'; drop table sinks; --",
            "${jndi:ldap://x}",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "null",
            "none",
            "-1",
            "1e999",
            "true",
            "[]",
            "{}",
            "{\"type\":\"kafka\"}",
            "secret:nothing",
            "p*******d",
            "5e4640a1-6c26-42da-a252-160507e7f313",
            "5E4640A1-6C26-42DA-A252-160507E7F313");

    private static final List<String> YAMLS = List.of(
            "functions: [{name: id-only, type: transform, code: changed}]",
            "functions: [{name: f, type: path, path: record.id}]\nsinks: []",
            "sinks: [{name: billing_events, database: prod_db, destination: {type: sequin_stream}}]",
            "http_endpoints: [{name: hook, url: 'https://h.example.com/x'}]",
            "http_endpoints: [{name: hook, url: 'nonsense'}]",
            "databases: [{name: prod_db}]",
            "databases: [{name: new, hostname: nowhere.internal, database: d, username: u, password: p, slot: {name: s}, publication: {name: p}}]",
            "sinks: [{name: x, database: no_db, destination: {type: kafka}}]",
            "sinks: [{name: x, database: prod_db, destination: {type: pigeon}}]",
            "sinks: [{name: x, database: prod_db, source: 17, destination: {type: sequin_stream}}]",
            "sinks: [{name: x, database: prod_db, source: {include_tables: [no.table]}, destination: {type: sequin_stream}}]",
            "sinks: [{name: x, database: prod_db, actions: null, destination: {type: sequin_stream}}]",
            "sinks: [{name: x, database: prod_db, filter: id-only, destination: {type: sequin_stream}}]",
            "sinks: [17, null, {}]",
            "sinks: {a: b}",
            "functions: [[]]",
            "users: [{email: a@b.c, password: 12345678}]",
            "api_tokens: []",
            "account: {name: x}",
            "change_retentions: [{name: x}]",
            "just words",
            "- a",
            "a: &a [*a]",
            "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nsinks: [*c]",
            "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ['http://x/']]]]",
            "a: [",
            "{}",
            "sinks: [{name: '" + "x".repeat(5_000) + "'}]",
            "? {a: b}\n: c",
            "1: 2\nnull: 3",
            "databases: [{name: prod_db, password: 'pos***********d'}]");

    /** A tool with the schema of its arguments. */
    record Tool(String name, JsonNode schema) {}

    private final Random random;
    private final ObservedSequin sequin;
    private final Map<String, List<String>> things = new TreeMap<>();

    Hostility(Random random, ObservedSequin sequin) {
        this.random = random;
        this.sequin = sequin;
    }

    /** Learns what there is. */
    void lookAround() {
        things.clear();
        names("sink_id_or_name", "/api/sinks");
        names("database_id_or_name", "/api/postgres_databases");
        names("http_endpoint_id_or_name", "/api/destinations/http_endpoints");
        things.put("consumer_id_or_name", List.of("billing_events", "invoice_processor", "order_audit"));
        things.put("database", List.of("prod_db", "analytics_db"));
        String backfill =
                sequin.post("/api/sinks/billing_events/backfills", "{}").text("/id");
        String replication = sequin.get("/api/postgres_replications").text("/data/0/id");
        things.put("id", List.of(backfill, backfill, replication, "Default"));
        things.put(
                "id_or_name",
                List.of("billing_events", "order_audit", "prod_db", "analytics_db", "crm", "Default", replication));
        things.put("table", List.of("public.orders", "billing.invoices", "orders", "public.raw_events", "no.such"));
        things.put("filter", List.of("large-amounts", "none", "id-only"));
        things.put("transform", List.of("id-only", "record-only", "none", "large-amounts"));
        things.put("routing", List.of("none", "id-only"));
        things.put("enrichment", List.of("none", "id-only"));
        things.put("name", List.of("fresh", "billing_events", "prod_db", "crm", "new-one", "new one"));
        things.put("hostname", List.of("postgres.internal", "nowhere.internal"));
        things.put("username", List.of("sequin", "nobody"));
        things.put("slot_name", List.of("spare_slot", "sequin_slot", "no_slot"));
        things.put("publication_name", List.of("sequin_pub", "no_pub"));
        things.put(
                "url", List.of("https://h.example.com/in", "http://u:p@h/in", "postgresql://u:p@h:5432/d", "ftp://h"));
        things.put("yaml", YAMLS);
        things.put("type", List.of("kafka", "webhook", "sequin_stream"));
    }

    private void names(String argument, String path) {
        List<String> found = new ArrayList<>();
        sequin.get(path).at("/data").forEach(thing -> {
            found.add(thing.path("name").asText());
            found.add(thing.path("id").asText());
        });
        things.put(argument, found);
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Half of the time as good as it gets; else one or two things are wrong. */
    JsonNode arguments(Tool tool) {
        if (chance(200)) {
            return pick(List.of(Json.array(), Json.tree("text"), Json.tree(7), Json.tree("{\"a\":1}")));
        }
        ObjectNode arguments = Json.object();
        List<String> names = new ArrayList<>();
        tool.schema.path("properties").fieldNames().forEachRemaining(names::add);
        String required = tool.schema.path("required").toString();
        for (String name : names) {
            if (required.contains("\"" + name + "\"") ? !chance(40) : chance(3)) {
                JsonNode schema = tool.schema.path("properties").path(name);
                arguments.set(name, chance(6) ? wrong(schema, 0) : good(name, schema));
            }
        }
        if (chance(15)) {
            arguments.set(
                    pick(List.of("limit", "sink", "wait_for", "pool_size", "state", "__proto__", "")),
                    wrong(Json.object(), 0));
        }
        return arguments;
    }

    private JsonNode good(String name, JsonNode schema) {
        if (name.equals("wait_seconds")) {
            return Json.tree(0);
        }
        if (schema.has("enum")) {
            String word = pick(texts(schema.path("enum")));
            return Json.tree(chance(5) ? word.toUpperCase(Locale.ROOT) : word);
        }
        switch (schema.path("type").asText()) {
            case "integer" -> {
                int least = schema.path("minimum").asInt(0);
                int most = schema.path("maximum").asInt(100);
                int number = least + random.nextInt(most - least + 1);
                return chance(5) ? Json.tree(String.valueOf(number)) : Json.tree(number);
            }
            case "boolean" -> {
                return Json.tree(random.nextBoolean());
            }
            case "array" -> {
                ArrayNode list = Json.array();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    list.add(
                            name.endsWith("tables")
                                    ? Json.tree(pick(things("table")))
                                    : good(name, schema.path("items")));
                }
                return list;
            }
            case "object" -> {
                return object(name);
            }
            default -> {
                return Json.tree(pick(things(name)));
            }
        }
    }

    private List<String> things(String name) {
        return things.getOrDefault(name, List.of("something", "5e4640a1-6c26-42da-a252-160507e7f313"));
    }

    private JsonNode object(String name) {
        ObjectNode object = Json.object();
        switch (name) {
            case "destination" -> {
                String type = pick(DestinationTypes.names());
                DestinationType described = DestinationTypes.get(type);
                object = (ObjectNode) Json.tree(described.example());
                object.put("type", type);
                if (object.has("http_endpoint")) {
                    object.put("http_endpoint", "crm");
                }
                if (chance(3)) {
                    object.set(
                            pick(described.fieldNames().isEmpty() ? List.of("x") : described.fieldNames()),
                            wrong(Json.object(), 0));
                }
            }
            case "tables" ->
                object.set(pick(things("table")), chance(2) ? Json.array(List.of("id")) : wrong(Json.object(), 0));
            case "options" -> {
                object.put("max_retry_count", random.nextInt(4));
                if (chance(2)) {
                    object.set(
                            pick(List.of(
                                    "annotations",
                                    "message_grouping",
                                    "timestamp_format",
                                    "load_shedding_policy",
                                    "health",
                                    "x")),
                            wrong(Json.object(), 0));
                }
            }
            default -> {
                object.put("X-Some", "value");
                if (chance(3)) {
                    object.set(pick(STRANGE), wrong(Json.object(), 0));
                }
            }
        }
        return chance(6) ? Json.tree(Json.write(object)) : object;
    }

    private JsonNode wrong(JsonNode schema, int depth) {
        switch (random.nextInt(depth > 3 ? 7 : 10)) {
            case 0 -> {
                return Json.object().nullNode();
            }
            case 1 -> {
                return Json.tree(schema.path("maximum").asLong(1_000) + 1);
            }
            case 2 -> {
                return Json.tree(pick(List.of(-1L, 0L, 1L << 40, Long.MAX_VALUE)));
            }
            case 3 -> {
                return Json.tree(0.5);
            }
            case 4 -> {
                return Json.tree(pick(List.of("x", "ä", "\u0000", "{"))
                        .repeat(1 + random.nextInt(depth == 0 && chance(10) ? 20_000 : 200)));
            }
            case 5, 6 -> {
                return Json.tree(pick(STRANGE));
            }
            case 7 -> {
                ArrayNode list = Json.array();
                for (int i = random.nextInt(depth == 0 && chance(30) ? 400 : 4); i > 0; i--) {
                    list.add(wrong(schema, depth + 1));
                }
                return list;
            }
            case 8 -> {
                ObjectNode object = Json.object();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(pick(STRANGE), wrong(schema, depth + 1));
                }
                return object;
            }
            default -> {
                JsonNode nested = Json.tree("deep");
                for (int i = random.nextInt(60); i > 0; i--) {
                    nested = Json.object().set("a", nested);
                }
                return nested;
            }
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
