package io.sequinmcp.sequin;

import static io.sequinmcp.sequin.StubSequin.answer;
import static io.sequinmcp.sequin.StubSequin.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.SettableClock;
import io.sequinmcp.sequin.Problem.Code;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded answers of a current Sequin, without what older ones have not: tolerated, or named with the version. */
@QuarkusTest
class OlderServersTest extends FacadeTest {
    private static final String VERSION = "GET /info/version";
    private static final String STREAM = "ba6af1c1-3b39-42c0-b9fa-d3e97fb5970e";
    private static final String BACKFILLS = "/api/sinks/" + STREAM + "/backfills";
    private static final String BACKFILL = "03b87f8e-53b6-4ea8-a3dd-c05b4b991d4f";

    private static final String NOT_ROUTED = "{\"errors\":{\"detail\":\"Not Found\"}}";

    @ParameterizedTest
    @ValueSource(strings = {"0.7.1", "0.7.17", "0.8.6", "0.8.20", "0.9.2", "0.10.0", "0.11.0", "0.13.7", "0.14.3"})
    void what_an_older_server_leaves_out_breaks_no_read(String version) {
        OlderAnswer older = new OlderAnswer(SequinVersion.parse(version).orElseThrow());
        replay(older, 198, "SinkList");
        replay(older, 431, "Sink");
        replay(older, 201, "Sink");
        replay(older, 281, "Sink");
        replay(older, 40, "DatabaseList");
        replay(older, 42, "Database");
        replay(older, 162, "HttpEndpointList");
        replay(older, 163, "HttpEndpoint");
        replay(older, 126, "ApiKeyList");
        replay(older, 160, "ReplicationList");
        replay(older, 161, "LocalTunnelList");
        stub.on("GET " + BACKFILLS, older.of(Recording.number(475), "BackfillList"))
                .on("GET " + BACKFILLS + "/" + BACKFILL, older.of(Recording.number(430), "Backfill"))
                .on(
                        "POST /api/sequin_streams/" + STREAM + "/receive",
                        older.of(Recording.number(367), "ReceivedMessages"));

        assertThat(got(sequin().sinks().list())).extracting(Sink::name).contains("orders-stream");
        Sink sink = got(sequin().sinks().get("orders-stream"));
        assertThat(sink.isStream()).isTrue();
        assertThat(sink.database()).isEqualTo("shop");
        assertThat(sink.enrichment()).isEqualTo("none");
        assertThat(got(sequin().sinks().get("transactions-webhook")).httpEndpoint())
                .isEqualTo("orders-hook");
        assertThat(got(sequin().sinks().get("s9")).destinationType()).isEqualTo("kafka");
        assertThat(got(sequin().databases().list())).extracting(Database::name).contains("shop");
        assertThat(got(sequin().databases().get("shop")).slots()).hasSize(1);
        assertThat(got(sequin().httpEndpoints().list())).isNotEmpty();
        assertThat(got(sequin().httpEndpoints().get("orders-hook")).name()).isEqualTo("orders-hook");
        assertThat(got(sequin().apiKeys().list())).isNotEmpty();
        assertThat(got(sequin().replications().list())).isNotEmpty();
        assertThat(got(sequin().server().localTunnels())).isEmpty();
        assertThat(got(sequin().backfills().list("orders-stream"))).isNotEmpty();
        assertThat(got(sequin().backfills().get("orders-stream", BACKFILL)).state())
                .isEqualTo("active");
        Message message = got(sequin().streams().receive("orders-stream", 1, 0))
                .messages()
                .get(0);
        assertThat(message.action()).isEqualTo("insert");
        assertThat(message.table()).isEqualTo("public.orders");
    }

    private void replay(OlderAnswer older, int number, String schema) {
        Recording recording = Recording.number(number);
        String path = recording.path().replaceAll("\\?.*", "");
        stub.on(recording.method() + " " + path, older.of(recording, schema));
    }

    @Test
    void a_sink_of_a_table_is_one_that_includes_this_table() {
        stub.on(
                "GET /api/sinks/orders-stream",
                json(200, OlderAnswer.withOneTable(Recording.number(431).body())));

        Sink sink = got(sequin().sinks().get("orders-stream"));

        assertThat(sink.source().includeTables()).containsExactly("public.orders");
        assertThat(sink.activeBackfills()).extracting(Backfill::id).containsExactly(BACKFILL);
    }

    @Test
    void a_sink_of_a_schema_is_one_that_includes_this_schema() {
        stub.on(
                "GET /api/sinks/orders-stream",
                json(
                        200,
                        "{\"id\":\"" + STREAM
                                + "\",\"name\":\"orders-stream\",\"schema\":\"sales\",\"status\":\"active\","
                                + "\"destination\":{\"type\":\"sequin_stream\"},\"active_backfill\":null}"));

        Sink sink = got(sequin().sinks().get("orders-stream"));

        assertThat(sink.source().includeSchemas()).containsExactly("sales");
        assertThat(sink.activeBackfills()).isEmpty();
    }

    @Test
    void a_backfill_of_a_sink_of_a_table_names_no_table() {
        stub.on(
                        "GET /api/sinks/orders-stream",
                        json(200, OlderAnswer.withOneTable(Recording.number(431).body())))
                .on("GET " + BACKFILLS, json(200, "{\"data\":[]}"))
                .on("POST " + BACKFILLS, Recording.number(430).reply());

        assertThat(got(sequin().backfills().create("orders-stream", "public.orders"))
                        .value()
                        .id())
                .isEqualTo(BACKFILL);
        assertThat(stub.last("POST " + BACKFILLS).json()).isEmpty();
    }

    @Test
    void an_empty_answer_to_ack_and_nack_is_as_good() {
        String path = "/api/sequin_streams/" + STREAM;
        stub.on("POST " + path + "/ack", answer(204, "", "")).on("POST " + path + "/nack", answer(204, "", ""));
        Consumer stream = new Consumer(STREAM, "orders-stream");

        got(sequin().streams().ack(stream, List.of(BACKFILL)));
        got(sequin().streams().nack(stream, List.of(BACKFILL)));

        assertThat(stub.writes()).hasSize(2);
    }

    /** Every operation that a tool uses, and the version that brought the first one it asks for. */
    static Stream<Arguments> operations() {
        SinkSettings sink =
                Samples.settings("name", "s", "database", "shop", "destination", Map.of("type", "sequin_stream"));
        DatabaseSettings database = Samples.database(
                "name",
                "d",
                "hostname",
                "h",
                "database",
                "d",
                "username",
                "u",
                "password",
                "p",
                "slot_name",
                "s",
                "publication_name",
                "p");
        HttpEndpointSettings endpoint =
                new HttpEndpointSettings("e", "https://e.example/x", null, null, null, null, false);
        ReplicationSettings replication = new ReplicationSettings("shop", "s", "p", null);
        return Stream.of(
                operation("list sinks", "0.6.94", sequin -> sequin.sinks().list()),
                operation("get a sink", "0.6.94", sequin -> sequin.sinks().get("s")),
                operation("create a sink", "0.7.1", sequin -> sequin.sinks().create(sink)),
                operation("update a sink", "0.6.94", sequin -> sequin.sinks().update("s", sink)),
                operation("delete a sink", "0.6.94", sequin -> sequin.sinks().delete("s")),
                operation(
                        "list backfills", "0.6.94", sequin -> sequin.backfills().list("s")),
                operation(
                        "get a backfill", "0.6.94", sequin -> sequin.backfills().get("s", BACKFILL)),
                operation("create a backfill", "0.6.94", sequin -> sequin.backfills()
                        .create("s", "public.orders")),
                operation("update a backfill", "0.6.94", sequin -> sequin.backfills()
                        .update("s", BACKFILL, "paused")),
                operation("receive", "0.6.94", sequin -> sequin.streams().receive("s", 1, 0)),
                operation("peek", "0.6.94", sequin -> sequin.streams().peek("s", 1)),
                operation("ack", "0.6.0", sequin -> sequin.streams().ack(new Consumer("s", "s"), List.of(BACKFILL))),
                operation("nack", "0.6.0", sequin -> sequin.streams().nack(new Consumer("s", "s"), List.of(BACKFILL))),
                operation(
                        "list databases", "0.7.1", sequin -> sequin.databases().list()),
                operation(
                        "get a database", "0.7.1", sequin -> sequin.databases().get("d")),
                operation(
                        "test a database", "0.7.1", sequin -> sequin.databases().test("d")),
                operation(
                        "refresh tables", "0.7.1", sequin -> sequin.databases().refreshTables("d")),
                operation("create a database", "0.7.1", sequin -> sequin.databases()
                        .create(database)),
                operation("update a database", "0.7.1", sequin -> sequin.databases()
                        .update("d", database)),
                operation("delete a database", "0.7.1", sequin -> sequin.databases()
                        .delete("d")),
                operation("list endpoints", "0.6.94", sequin -> sequin.httpEndpoints()
                        .list()),
                operation("get an endpoint", "0.6.94", sequin -> sequin.httpEndpoints()
                        .get("e")),
                operation("create an endpoint", "0.6.94", sequin -> sequin.httpEndpoints()
                        .create(endpoint)),
                operation("update an endpoint", "0.6.94", sequin -> sequin.httpEndpoints()
                        .update("e", endpoint)),
                operation("delete an endpoint", "0.6.94", sequin -> sequin.httpEndpoints()
                        .delete("e")),
                operation("export", "0.5.30", sequin -> sequin.configuration().export()),
                operation("plan", "0.5.30", sequin -> sequin.configuration().plan("sinks: []")),
                operation("apply", "0.5.30", sequin -> sequin.configuration().apply("sinks: []")),
                operation("list replications", "0.2.0", sequin -> sequin.replications()
                        .list()),
                operation("get a replication", "0.2.0", sequin -> sequin.replications()
                        .get("r")),
                operation("create a replication", "0.7.1", sequin -> sequin.replications()
                        .create(replication)),
                operation("update a replication", "0.2.0", sequin -> sequin.replications()
                        .update("r", new ReplicationSettings(null, "s", "p", null))),
                operation("delete a replication", "0.2.0", sequin -> sequin.replications()
                        .delete("r")),
                operation("list API keys", "0.2.0", sequin -> sequin.apiKeys().list()),
                operation(
                        "create an API key", "0.2.0", sequin -> sequin.apiKeys().create("k", "k")),
                operation(
                        "delete an API key", "0.2.0", sequin -> sequin.apiKeys().delete("k")),
                operation(
                        "list local tunnels", "0.4.3", sequin -> sequin.server().localTunnels()),
                operation("health", "0.4.0", sequin -> sequin.server().health()),
                operation(
                        "plan a deletion", "0.6.94", sequin -> sequin.removals().of(ResourceKind.SINK, "s")));
    }

    private static Arguments operation(String name, String since, Function<Sequin, Uni<?>> call) {
        return Arguments.of(name, since, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void what_an_older_server_does_not_route_names_both_versions(
            String name, String since, Function<Sequin, Uni<?>> call) {
        stub.on(VERSION, json(200, "{\"version\":\"0.1.0\"}"));

        Problem problem = refused(call.apply(sequin()));

        assertThat(problem.code()).isEqualTo(Code.UPSTREAM_ERROR);
        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.message())
                .startsWith("Could not ")
                .endsWith(
                        ": Sequin 0.1.0, which account `stub` runs, does not offer this; it came with " + since + ".");
        assertThat(problem.next()).containsExactly(NextStep.of("get_health"));
        assertThat(stub.writes()).allMatch(write -> stub.received(write).size() == 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Not Found",
                "<!DOCTYPE html><html><head><title>Sequin</title></head><body><h1>Page not found</h1></body></html>"
            })
    void a_page_in_place_of_json_is_no_missing_sink_either(String page) {
        stub.on(VERSION, json(200, "{\"version\":\"v0.6.22\"}"))
                .on("GET /api/sinks/orders-stream", answer(404, "text/html; charset=utf-8", page));

        assertThat(refused(sequin().sinks().get("orders-stream")).message())
                .contains("Sequin v0.6.22", "does not offer this; it came with 0.6.94");
    }

    @Test
    void a_missing_sink_stays_a_missing_sink() {
        stub.on(VERSION, json(200, "{\"version\":\"0.6.22\"}")).replay(198).replay(202);

        Problem problem =
                refused(sequin().sinks().get(Recording.number(202).path().replaceFirst(".*/", "")));

        assertThat(problem.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(stub.received(VERSION)).isEmpty();
    }

    @Test
    void a_server_that_should_have_it_is_not_called_old() {
        stub.on(VERSION, json(200, "{\"version\":\"0.14.6\"}"));

        assertThat(refused(sequin().sinks().list()).message())
                .contains("the Sequin 0.14.6 of account `stub`", "has no such operation", "without /api")
                .doesNotContain("came with");
    }

    static Stream<Arguments> withoutVersion() {
        return Stream.of(
                Arguments.of("not routed", json(404, NOT_ROUTED)),
                Arguments.of("not acceptable", Recording.number(6).reply()),
                Arguments.of("null", json(200, "{\"version\":null}")),
                Arguments.of("no JSON", answer(200, "text/html", "<html>log in</html>")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutVersion")
    void a_server_that_does_not_tell_its_version_is_read_all_the_same(String name, StubSequin.Reply info) {
        stub.on("GET /health", Recording.number(1).reply()).on(VERSION, info);

        ServerInfo server = got(sequin().server().health());

        assertThat(server.ok()).isTrue();
        assertThat(server.version()).isNull();
        assertThat(refused(sequin().sinks().list()).message())
                .contains("no such operation", "URL", "it came with Sequin 0.6.94");
    }

    @Test
    void the_version_is_asked_once_and_again_when_it_may_have_changed() {
        SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
        stub.on(VERSION, json(404, NOT_ROUTED), json(200, "{\"version\":\"0.6.22\"}"));
        try (ClosableSequins sequins = new ClosableSequins(clock)) {
            Function<SettableClock, @Nullable String> failing =
                    at -> refused(sequins.sequin(stub.account()).sinks().list()).message();

            assertThat(failing.apply(clock)).doesNotContain("0.6.22");
            assertThat(failing.apply(clock)).doesNotContain("0.6.22");
            assertThat(stub.received(VERSION)).hasSize(1);

            clock.advance(Duration.ofSeconds(31));
            assertThat(failing.apply(clock)).contains("0.6.22");
            clock.advance(Duration.ofMinutes(9));
            assertThat(failing.apply(clock)).contains("0.6.22");
            assertThat(stub.received(VERSION)).hasSize(2);

            clock.advance(Duration.ofMinutes(2));
            assertThat(failing.apply(clock)).contains("0.6.22");
            assertThat(stub.received(VERSION)).hasSize(3);
        }
    }

    private record ClosableSequins(Sequins sequins) implements AutoCloseable {
        ClosableSequins(SettableClock clock) {
            this(new Sequins(TestConfig.quick(), new TestVault(), clock, new SimpleMeterRegistry()));
        }

        Sequin sequin(Account account) {
            return sequins.open(account, Reach.EVERYTHING);
        }

        @Override
        public void close() {
            sequins.close();
        }
    }

    /** What was sent, how a server of that version refuses it, and how that is explained. */
    static Stream<Arguments> unknownParts() {
        return Stream.of(
                Arguments.of(
                        "0.12.4",
                        Map.of("enrichment", "add-user"),
                        422,
                        "Unknown field: enrichment",
                        "`enrichment` (since 0.13.7)"),
                Arguments.of(
                        "0.10.6",
                        Map.of("options", Map.of("message_grouping", false)),
                        422,
                        "Unknown field: message_grouping",
                        "`message_grouping` (since 0.11.0)"),
                Arguments.of(
                        "0.9.2",
                        Map.of("source", Samples.tables("public.orders")),
                        422,
                        "Unknown field: source",
                        "`database` (since 0.10.0), `source` (since 0.10.0)"),
                Arguments.of(
                        "0.10.6",
                        Map.of(
                                "destination",
                                Map.of(
                                        "type",
                                        "meilisearch",
                                        "endpoint_url",
                                        "https://m.example",
                                        "index_name",
                                        "orders",
                                        "primary_key",
                                        "id",
                                        "api_key",
                                        "k-123456"),
                                "routing",
                                "none"),
                        500,
                        null,
                        "`destination.type: meilisearch` (since 0.10.8)"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("unknownParts")
    void what_an_older_server_does_not_know_of_a_request_is_named(
            String version, Map<String, Object> given, int status, @Nullable String summary, String named) {
        Map<String, Object> settings = new LinkedHashMap<>(
                Map.of("name", "new-sink", "database", "shop", "source", Samples.tables("public.orders")));
        settings.put("destination", Map.of("type", "sequin_stream"));
        settings.putAll(given);
        stub.replay(42)
                .on(VERSION, json(200, "{\"version\":\"" + version + "\"}"))
                .on(
                        "POST /api/sinks",
                        json(
                                status,
                                summary == null
                                        ? "{\"errors\":{\"detail\":\"Internal Server Error\"}}"
                                        : "{\"summary\":\"" + summary + "\",\"validation_errors\":{},\"code\":null}"));

        Problem problem = refused(sequin().sinks()
                .create(Samples.settings(settings.entrySet().stream()
                        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                        .toArray())));

        assertThat(problem.message())
                .contains("Sequin " + version + ", which account `stub` runs, does not know " + named + ".");
    }

    @Test
    void a_state_that_came_later_is_named() {
        stub.replay(431)
                .on(VERSION, json(200, "{\"version\":\"0.13.5\"}"))
                .on("GET " + BACKFILLS + "/" + BACKFILL, Recording.number(430).reply())
                .on(
                        "PATCH " + BACKFILLS + "/" + BACKFILL,
                        json(
                                422,
                                "{\"summary\":\"Validation failed\",\"validation_errors\":{\"state\":[\"is invalid\"]}}"));

        assertThat(refused(sequin().backfills().update("orders-stream", BACKFILL, "paused"))
                        .message())
                .contains("is invalid", "Sequin 0.13.5", "does not know `state: paused` (since 0.13.6)");
    }

    @Test
    void a_refusal_that_has_nothing_to_do_with_the_version_does_not_blame_it() {
        stub.replay(42)
                .on(VERSION, json(200, "{\"version\":\"0.14.6\"}"))
                .on("POST /api/sinks", Recording.number(220).reply());

        assertThat(refused(sequin().sinks()
                                .create(Samples.settings(
                                        "name",
                                        "new-sink",
                                        "database",
                                        "shop",
                                        "destination",
                                        Map.of("type", "sequin_stream"),
                                        "enrichment",
                                        "none")))
                        .message())
                .doesNotContain("0.14.6");
    }
}
