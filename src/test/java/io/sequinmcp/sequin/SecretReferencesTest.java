package io.sequinmcp.sequin;

import static io.sequinmcp.sequin.StubSequin.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.sequin.Problem.Code;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets go where their operator bound them to, and nowhere else; and they come back from nowhere. */
@QuarkusTest
class SecretReferencesTest extends FacadeTest {
    private static final String VALUE = "s3cr\"et\\value<&>";
    private static final String HOOK = "hook-" + VALUE;
    private static final String ESCAPED = "s3cr\\\"et\\\\value<&>";
    private static final String SHOP = "/api/postgres_databases/170e44a0-36ed-409a-87da-751d7584d737";
    private static final String ENDPOINT = "8d3aa0ea-7d0c-4a4a-9e0a-64d5b1d2a001";

    @BeforeEach
    void bind() {
        vault.bind("kafka", VALUE, "destination.password", "*.kafka.internal:9092")
                .bind("hook", HOOK, "encrypted_headers.Authorization", "hooks.example.com")
                .bind("db", "sequin-pass", "database.password", "127.0.0.1");
        stub.replay(42)
                .on(
                        "GET /api/postgres_databases",
                        json(200, "{\"data\":[" + Recording.number(42).text() + "]}"));
    }

    private static SinkSettings kafka(String hosts, String password) {
        return Samples.settings(
                "name",
                "k",
                "database",
                "shop",
                "destination",
                Map.of(
                        "type",
                        "kafka",
                        "hosts",
                        hosts,
                        "topic",
                        "t",
                        "username",
                        "u",
                        "sasl_mechanism",
                        "plain",
                        "password",
                        password));
    }

    private static HttpEndpointSettings endpoint(@Nullable String url, @Nullable String authorization) {
        return new HttpEndpointSettings(
                "hook",
                url,
                null,
                authorization == null ? null : Map.of("Authorization", authorization),
                null,
                null,
                false);
    }

    private void answersWithEndpoint(String masked) {
        String stored = "{\"id\":\"" + ENDPOINT + "\",\"name\":\"hook\",\"url\":\"https://hooks.example.com/a\","
                + "\"headers\":{},\"encrypted_headers\":{\"Authorization\":\"" + masked + "\"}}";
        stub.on("GET /api/destinations/http_endpoints/hook", json(200, stored))
                .on("GET /api/destinations/http_endpoints", json(200, "{\"data\":[" + stored + "]}"))
                .on("POST /api/destinations/http_endpoints", json(200, stored))
                .on("PATCH /api/destinations/http_endpoints/" + ENDPOINT, json(200, stored));
    }

    @Test
    void puts_the_value_in_just_before_it_is_sent_and_shows_the_reference() {
        stub.on(
                "POST /api/sinks",
                json(
                        200,
                        "{\"id\":\"1\",\"name\":\"k\",\"database\":\"shop\",\"status\":\"active\",\"destination\":"
                                + "{\"type\":\"kafka\",\"username\":\"" + ESCAPED + "\",\"password\":\""
                                + Secrets.maskOf(VALUE).replace("\"", "\\\"") + "\"}}"));

        Sink sink = got(sequin().sinks().create(kafka("b1.kafka.internal:9092,b2.kafka.internal:9092", "secret:kafka")))
                .value();

        assertThat(stub.last("POST /api/sinks")
                        .json()
                        .at("/destination/password")
                        .asText())
                .isEqualTo(VALUE);
        assertThat(sink.destination())
                .containsEntry("password", "secret:kafka")
                .containsEntry("username", "secret:kafka");
        assertThat(sink.raw().toString()).doesNotContain("s3cr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example.com:9092",
                "b1.kafka.internal:9092,evil.example.com:9092",
                "b1.kafka.internal:9093",
                "kafka.internal.evil.com:9092",
                "evilkafka.internal:9092",
                "b1.kafka.internal:9092@evil.com:9092",
                "b1.kafka.internal:9092, ,evil:1",
            })
    void refuses_any_other_host(String hosts) {
        Problem problem = refused(sequin().sinks().create(kafka(hosts, "secret:kafka")));

        assertThat(stub.writes()).isEmpty();
        assertThat(problem.toString()).doesNotContain("s3cr");
        assertThat(problem.code()).isIn(Code.FORBIDDEN, Code.INVALID_ARGUMENT);
    }

    @Test
    void says_where_a_secret_may_go() {
        Problem problem = refused(sequin().sinks().create(kafka("evil.example.com:9092", "secret:KAFKA")));

        assertThat(problem.code()).isEqualTo(Code.FORBIDDEN);
        assertThat(problem.field()).isEqualTo("destination.password");
        assertThat(problem.allowed()).containsExactly("*.kafka.internal:9092");
        assertThat(problem.message()).contains("evil.example.com:9092").contains("*.kafka.internal:9092");
    }

    @ParameterizedTest
    @CsvSource({
        "secret:nothing, No secret `nothing` is bound",
        "secret:hook, No secret `hook` is bound",
        "secret:db, No secret `db` is bound",
        "xx secret:kafka, all there is in its field",
        "secret:kafka and more, all there is in its field",
        "Bearer secret:kafka, all there is in its field",
    })
    void refuses_other_fields_and_names_with_those_that_are_bound(String password, String message) {
        Problem problem = refused(sequin().sinks().create(kafka("b1.kafka.internal:9092", password)));

        assertThat(problem.message()).contains(message);
        assertThat(problem.allowed()).containsExactly("secret:kafka");
        assertThat(stub.writes()).isEmpty();
    }

    @Test
    void an_error_that_repeats_the_value_does_not_show_it() {
        stub.on(
                "POST /api/sinks",
                json(
                        422,
                        "{\"summary\":\"cannot log in with " + ESCAPED
                                + "\",\"validation_errors\":{\"sink\":{\"password\":[\"is weak: " + ESCAPED
                                + "\"]}}}"));

        Problem problem = refused(sequin().sinks().create(kafka("b1.kafka.internal:9092", "secret:kafka")));

        assertThat(problem.message()).contains("cannot log in with secret:");
        assertThat(problem.toString()).doesNotContain("s3cr", "value<");
    }

    @Test
    void a_header_may_name_its_scheme() {
        answersWithEndpoint(Secrets.maskOf("Bearer " + HOOK));

        HttpEndpoint made = got(sequin().httpEndpoints()
                        .create(endpoint("https://hooks.example.com/a", "Bearer secret:hook")))
                .value();

        assertThat(stub.last("POST /api/destinations/http_endpoints")
                        .json()
                        .at("/encrypted_headers/Authorization")
                        .asText())
                .isEqualTo("Bearer " + HOOK);
        assertThat(made.encryptedHeaders()).containsEntry("Authorization", "Bearer secret:hook");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com.evil.com/a",
                "https://evil.com/hooks.example.com",
                "https://evil.com#hooks.example.com",
                "https://hooks.example.com\\.evil.com/a"
            })
    void an_endpoint_elsewhere_gets_no_secret(String url) {
        Problem problem = refused(sequin().httpEndpoints().create(endpoint(url, "secret:hook")));

        assertThat(problem.toString()).doesNotContain("s3cr");
        assertThat(stub.writes()).isEmpty();
    }

    @Test
    void an_endpoint_that_has_a_secret_can_not_be_moved_elsewhere() {
        answersWithEndpoint(Secrets.maskOf("Bearer " + HOOK));

        Problem problem = refused(sequin().httpEndpoints().update("hook", endpoint("https://evil.com/a", null)));
        assertThat(problem.code()).isEqualTo(Code.FORBIDDEN);
        assertThat(stub.writes()).isEmpty();

        got(sequin().httpEndpoints().update("hook", endpoint("https://hooks.example.com/b", null)));
        assertThat(stub.writes()).hasSize(1);
    }

    @Test
    void a_database_that_has_a_secret_can_not_be_moved_elsewhere() {
        stub.on("PATCH " + SHOP, Recording.number(42).reply());

        assertThat(refused(sequin().databases().update("shop", Samples.database("hostname", "evil.com")))
                        .code())
                .isEqualTo(Code.FORBIDDEN);
        assertThat(refused(sequin().databases()
                                .update("shop", Samples.database("hostname", "evil.com", "password", "secret:db")))
                        .code())
                .isEqualTo(Code.FORBIDDEN);
        assertThat(stub.writes()).isEmpty();

        got(sequin().databases().update("shop", Samples.database("username", "other", "password", "secret:db")));
        assertThat(stub.last("PATCH " + SHOP).json().at("/password").asText()).isEqualTo("sequin-pass");
    }

    @Test
    void a_database_shows_its_secret_as_the_reference() {
        assertThat(got(sequin().databases().get("shop")).raw()).containsEntry("password", "secret:db");
    }

    @Test
    void yaml_is_sent_with_the_values_and_shown_without() {
        answersWithEndpoint("***");
        stub.on(
                "POST /api/config/plan",
                json(
                        200,
                        "{\"changes\":[{\"resource_type\":\"sink\",\"action\":\"create\",\"old\":null,\"new\":{\"name\":\"k\","
                                + "\"destination\":{\"type\":\"kafka\",\"password\":\"" + ESCAPED
                                + "\"}}}],\"actions\":[]}"));
        String yaml =
                """
                databases:
                  - name: shop
                    password: secret:db
                    port: 55432
                functions:
                  - name: f
                    type: transform
                    code: "is no secret:kafka"
                sinks:
                  - name: k
                    database: shop
                    destination: &to {type: kafka, hosts: "b1.kafka.internal:9092", topic: t, password: secret:kafka}
                """;

        ConfigPlan plan = got(sequin().configuration().plan(yaml));

        String sent = stub.last("POST /api/config/plan").json().path("yaml").asText();
        ConfigDocument document = ConfigDocument.parse(sent);
        assertThat(document.entries("sinks").get(0).map("destination")).containsEntry("password", VALUE);
        assertThat(document.entries("databases").get(0).text("password")).isEqualTo("sequin-pass");
        assertThat(document.entries("functions").get(0).text("code")).isEqualTo("is no secret:kafka");
        assertThat(plan.toString()).contains("secret:kafka").doesNotContain("s3cr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sinks: [{name: k, destination: {type: kafka, hosts: 'evil:9092', password: secret:kafka}}]",
                "sinks: [{name: k, destination: {type: mystery, host: b1.kafka.internal, password: secret:kafka}}]",
                "x: &p secret:kafka\nsinks: [{name: k, destination: {type: kafka, hosts: 'evil:9092', password: *p}}]",
                "x: &d {password: secret:kafka}\nsinks: [{name: k, destination: {<<: *d, type: kafka, hosts: 'evil:9092'}}]",
                "databases: [{name: shop, hostname: evil.com, port: 5432}]",
                "databases: [{name: new, hostname: evil.com, password: secret:db}]",
                "databases: [{name: new, password: secret:db}]",
                "databases: [{name: shop, password: secret:db, use_local_tunnel: true, port: 5432}]",
                "databases: [{name: new, url: 'postgresql://u:secret:db@127.0.0.1:5432/d'}]",
                "http_endpoints: [{name: e, url: 'https://evil.com', encrypted_headers: {Authorization: secret:hook}}]",
                "http_endpoints: [{name: e, url: 'https://evil.com', encrypted_headers: [{key: Authorization, value: secret:hook}]}]",
                "http_endpoints: [{name: e, local: 'true', path: /x, encrypted_headers: {Authorization: secret:hook}}]",
            })
    void yaml_sends_no_secret_elsewhere(String yaml) {
        answersWithEndpoint("***");

        Problem problem = refused(sequin().configuration().plan(yaml));

        assertThat(problem.code()).isIn(Code.FORBIDDEN, Code.INVALID_ARGUMENT);
        assertThat(stub.writes()).isEmpty();
    }

    @Test
    void an_api_key_needs_the_operators_consent() {
        configure("api-key-creation", "refuse");
        assertThat(refused(sequin().apiKeys().create("ci", "ci")).code()).isEqualTo(Code.FORBIDDEN);
        assertThat(stub.received()).isEmpty();
    }

    @Test
    void an_api_key_is_kept_and_shown_only_where_that_is_wanted() {
        stub.on("POST /api/api_keys", json(200, "{\"id\":\"1\",\"name\":\"ci\"}"));

        configure("api-key-creation", "store");
        ApiKeyMade stored = got(sequin().apiKeys().create("ci", "CI_KEY"));
        String token = stub.last("POST /api/api_keys").json().path("token").asText();
        assertThat(stored.token()).isNull();
        assertThat(stored.secret()).isEqualTo("ci-key");
        assertThat(token).matches("[A-Za-z0-9_-]{64}");
        assertThat(vault.known())
                .extracting(Secret::name, Secret::value)
                .contains(org.assertj.core.groups.Tuple.tuple("ci-key", token));
        assertThat(refused(sequin().apiKeys().create("ci2", "ci-key")).code()).isEqualTo(Code.CONFLICT);

        configure("api-key-creation", "show");
        ApiKeyMade shown = got(sequin().apiKeys().create("ci3", "ci3"));
        assertThat(shown.token())
                .isEqualTo(stub.last("POST /api/api_keys").json().path("token").asText());
    }

    @Test
    void the_secret_of_an_api_key_goes_with_it() {
        configure("api-key-creation", "store");
        stub.on("POST /api/api_keys", json(200, "{\"id\":\"1\",\"name\":\"ci\"}"))
                .on("GET /api/api_keys", json(200, "{\"data\":[{\"id\":\"1\",\"name\":\"ci\"}]}"))
                .on("DELETE /api/api_keys/1", json(200, "{\"success\":true}"));
        got(sequin().apiKeys().create("ci", "of-ci"));

        got(sequin().apiKeys().delete("ci"));

        assertThat(vault.known()).extracting(Secret::name).doesNotContain("of-ci");
    }

    @Test
    void an_api_key_that_sequin_refuses_leaves_no_secret() {
        configure("api-key-creation", "store");
        stub.on(
                "POST /api/api_keys",
                json(
                        422,
                        "{\"summary\":\"Validation failed\",\"validation_errors\":{\"name\":[\"has already been taken\"]}}"));

        assertThat(refused(sequin().apiKeys().create("ci", "ci")).code()).isEqualTo(Code.CONFLICT);
        assertThat(vault.known()).extracting(Secret::name).doesNotContain("ci");
    }

    @Test
    void all_views_of_plain_answers_are_masked() {
        vault.forget("db");
        stub.on(
                        "GET /api/postgres_databases/shop",
                        json(200, Recording.number(42).text().replace("seq*******s", "plain-password")))
                .on(
                        "GET /api/sinks",
                        json(
                                200,
                                "{\"data\":[{\"id\":\"1\",\"name\":\"k\",\"database\":\"shop\",\"destination\":"
                                        + "{\"type\":\"gcp_pubsub\",\"credentials\":{\"private_key\":\"plain-key\",\"api_key\":\"plain-api\"}}}]}"));

        List<Object> views = List.of(
                got(sequin().databases().get("shop")), got(sequin().sinks().list()));

        assertThat(views.toString()).doesNotContain("plain-password", "plain-key", "plain-api");
    }
}
