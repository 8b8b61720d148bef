package io.sequinmcp.connectors.api;

import static io.restassured.RestAssured.given;
import static io.sequinmcp.connectors.api.ConnectorsApiTest.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.sequinmcp.Golden;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published description of the admin API says what is sent, what is answered, and how to sign in. */
@QuarkusTest
class DescriptionTest {
    private static final Path PUBLISHED = Path.of("src/main/resources/io/sequinmcp/connectors/api");

    private JsonObject description;

    @BeforeEach
    void read() {
        description = new JsonObject(given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "yaml"})
    void what_is_published_is_what_the_code_says(String form) {
        Golden.holds(
                PUBLISHED.resolve("openapi." + form),
                given().get("/q/openapi-of-the-code." + form)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    @ParameterizedTest
    @CsvSource({
        "/q/openapi, */*, yaml",
        "/q/openapi, application/json, json",
        "/q/openapi?format=json, */*, json",
        "/q/openapi?format=JSON, application/yaml, json",
        "/q/openapi.json, application/yaml, json",
        "/q/openapi.yaml, application/json, yaml",
        "/q/openapi.yml, */*, yaml"
    })
    void it_is_told_in_the_form_that_is_asked_for(String path, String accept, String form) throws IOException {
        String told = given().accept(accept)
                .get(path)
                .then()
                .statusCode(200)
                .header("Content-Type", "application/" + form + ";charset=UTF-8")
                .extract()
                .asString();

        assertThat(told).isEqualTo(Files.readString(PUBLISHED.resolve("openapi." + form)));
        given().accept(accept).head(path).then().statusCode(200).header("Content-Type", containsString(form));
    }

    @Test
    void what_a_request_may_have_is_what_is_known_there() {
        List<Operation> taking = operations().filter(Operation::takesBody).toList();
        assertThat(taking).hasSizeGreaterThanOrEqualTo(9);

        for (Operation operation : taking) {
            JsonObject described = resolved(operation.requestBody());
            Response refusal = operation.ask("{\"no_such_field\": 1}");
            assertThat(refusal.statusCode()).as(operation.toString()).isEqualTo(400);
            String detail = refusal.jsonPath().getString("errors[0].detail");
            if (String.valueOf(detail).startsWith("is not known here; there are ")) {
                assertThat(detail.substring("is not known here; there are ".length())
                                .split(", "))
                        .as(operation.toString())
                        .containsExactlyInAnyOrderElementsOf(
                                described.getJsonObject("properties").fieldNames());
            } else {
                assertThat(described.getJsonObject("properties").fieldNames())
                        .as(operation.toString())
                        .containsAnyOf("level", "format");
            }
        }
    }

    @Test
    void what_has_to_be_there_is_missed() {
        for (Operation operation : operations()
                .filter(it -> it.takesBody()
                        && !resolved(it.requestBody())
                                .getJsonArray("required", new JsonArray())
                                .isEmpty())
                .toList()) {
            List<?> required =
                    resolved(operation.requestBody()).getJsonArray("required").getList();
            JsonObject body = new JsonObject();
            for (Object field : required) {
                Response refusal = operation.ask(body.encode());
                assertThat(refusal.statusCode()).as(operation.toString()).isEqualTo(400);
                assertThat(refusal.jsonPath().getString("errors[0].field"))
                        .as(operation.toString())
                        .isEqualTo(field);
                body.put(String.valueOf(field), "viewer");
            }
        }
    }

    @Test
    void what_is_answered_is_described() {
        String account = "described-" + UUID.randomUUID();
        Response made = answered(
                Method.POST,
                "/api/v1/accounts",
                "/api/v1/accounts",
                """
                {"name": "%s", "url": "http://127.0.0.1:9", "api_token": "t", "metrics_url": "http://127.0.0.1:9/metrics"}"""
                        .formatted(account));
        assertThat(made.statusCode()).isEqualTo(201);
        answered(Method.GET, "/api/v1/accounts/{name}", "/api/v1/accounts/" + account, "");
        answered(Method.PATCH, "/api/v1/accounts/{name}", "/api/v1/accounts/" + account, "{\"protected_names\": []}");

        Response connector = answered(
                Method.POST,
                "/api/v1/accounts/{account}/connectors",
                "/api/v1/accounts/" + account + "/connectors",
                "{\"name\": \"described\"}");
        assertThat(connector.statusCode()).isEqualTo(201);
        String path = "/api/v1/connectors/" + connector.jsonPath().getString("id");
        answered(Method.GET, "/api/v1/connectors/{id}", path, "");
        answered(Method.PATCH, "/api/v1/connectors/{id}", path, "{\"name\": \"described anew\"}");
        answered(Method.POST, "/api/v1/connectors/{id}/rotate", path + "/rotate", "");
        answered(Method.DELETE, "/api/v1/connectors/{id}", path, "");
        answered(Method.GET, "/api/v1/connectors/{id}", path, "");
        answered(Method.DELETE, "/api/v1/accounts/{name}", "/api/v1/accounts/" + account, "");

        Response caller = answered(
                Method.POST,
                "/api/v1/caller-tokens",
                "/api/v1/caller-tokens",
                "{\"name\": \"described\", \"role\": \"viewer\"}");
        answered(
                Method.DELETE,
                "/api/v1/caller-tokens/{id}",
                "/api/v1/caller-tokens/" + caller.jsonPath().getString("id"),
                "");
        answered(Method.PUT, "/api/v1/loggers/{category}", "/api/v1/loggers/io.sequinmcp.plans", "{\"level\": null}");
        for (String plain :
                List.of("accounts", "caller-tokens", "audit", "audit/verify", "export", "info", "loggers")) {
            answered(Method.GET, "/api/v1/" + plain, "/api/v1/" + plain, "");
        }
    }

    @Test
    void fields_are_spelt_alike_and_nothing_of_our_libraries_shows() {
        JsonObject schemas = description.getJsonObject("components").getJsonObject("schemas");
        assertThat(schemas.fieldNames()).doesNotContain("JsonNode", "JsonNodeType");
        for (Map.Entry<String, Object> schema : schemas) {
            assertThat(((JsonObject) schema.getValue())
                            .getJsonObject("properties", new JsonObject())
                            .fieldNames())
                    .as(schema.getKey())
                    .allMatch(name -> name.matches("[a-z][a-z0-9]*(_[a-z0-9]+)*"));
        }
    }

    @Test
    void one_signs_in_with_a_bearer() {
        assertThat(description.getJsonObject("components").getJsonObject("securitySchemes"))
                .singleElement()
                .satisfies(scheme -> assertThat((JsonObject) scheme.getValue())
                        .contains(Map.entry("type", "http"), Map.entry("scheme", "bearer")));
    }

    /** Asks, and holds the answer against what is described for its status. */
    private Response answered(Method method, String template, String path, String body) {
        Operation operation = operations()
                .filter(it -> it.method() == method && it.path().equals(template))
                .findFirst()
                .orElseThrow();
        Response answer = new Operation(method, path, operation.requestBody(), operation.responses()).ask(body);
        String status = String.valueOf(answer.statusCode());
        String what = "%s %s: %s".formatted(method, path, status);
        JsonObject responses = operation.responses();
        JsonObject described = responses.getJsonObject(answer.statusCode() < 400 ? status : "default");
        assertThat(described).as(what).isNotNull();
        JsonObject content = resolved(described).getJsonObject("content");
        if (answer.asByteArray().length == 0) {
            assertThat(content).as(what).isNull();
            return answer;
        }
        JsonObject schema = resolved(
                content.getJsonObject(answer.contentType().split(";")[0]).getJsonObject("schema"));
        assertThat(schema.getJsonObject("properties").fieldNames())
                .as(what)
                .containsAll(new JsonObject(answer.asString()).fieldNames());
        return answer;
    }

    private Stream<Operation> operations() {
        return description.getJsonObject("paths").stream()
                .flatMap(path -> ((JsonObject) path.getValue()).stream().map(method -> {
                    JsonObject operation = (JsonObject) method.getValue();
                    JsonObject body = operation.getJsonObject("requestBody");
                    return new Operation(
                            Method.valueOf(method.getKey().toUpperCase(Locale.ROOT)),
                            path.getKey(),
                            body == null
                                    ? new JsonObject()
                                    : body.getJsonObject("content")
                                            .getJsonObject("application/json")
                                            .getJsonObject("schema"),
                            operation.getJsonObject("responses"));
                }));
    }

    private JsonObject resolved(JsonObject node) {
        String reference = node.getString("$ref");
        if (reference == null) {
            return node;
        }
        JsonObject found = description;
        for (String step : reference.substring(2).split("/")) {
            found = found.getJsonObject(step);
        }
        return found;
    }

    private record Operation(Method method, String path, JsonObject requestBody, JsonObject responses) {
        boolean takesBody() {
            return !requestBody.isEmpty();
        }

        Response ask(String body) {
            return admin().header("If-Match", "*").body(body).request(method, path.replaceAll("\\{\\w+}", "none"));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
