package io.sequinmcp.connectors.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation of the admin API: who may, who may not, and that nobody may without a token. */
@QuarkusTest
class RolesTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete", "head", "options");
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    /** Who may, by operation. A new operation needs a row of its own. */
    private static final Map<String, String> LEAST_ROLES = Stream.of(
                    """
                    GET /api/v1/accounts viewer
                    POST /api/v1/accounts admin
                    GET /api/v1/accounts/{name} viewer
                    PATCH /api/v1/accounts/{name} admin
                    DELETE /api/v1/accounts/{name} admin
                    GET /api/v1/accounts/{name}/health viewer
                    POST /api/v1/accounts/{name}/test operator
                    GET /api/v1/accounts/{account}/connectors viewer
                    POST /api/v1/accounts/{account}/connectors operator
                    GET /api/v1/session viewer
                    GET /api/v1/tools viewer
                    POST /api/v1/connectors/preview viewer
                    GET /api/v1/connectors/{id} viewer
                    PATCH /api/v1/connectors/{id} operator
                    DELETE /api/v1/connectors/{id} operator
                    POST /api/v1/connectors/{id}/rotate operator
                    GET /api/v1/info viewer
                    GET /api/v1/loggers viewer
                    PUT /api/v1/loggers/{category} admin
                    GET /api/v1/export admin
                    POST /api/v1/import admin
                    POST /api/v1/backups admin
                    GET /api/v1/caller-tokens admin
                    POST /api/v1/caller-tokens admin
                    DELETE /api/v1/caller-tokens/{id} admin
                    GET /api/v1/audit operator
                    GET /api/v1/audit/export operator
                    GET /api/v1/audit/verify operator
                    """
                            .split("\n"))
            .map(row -> row.split(" "))
            .collect(Collectors.toMap(row -> row[0] + " " + row[1], row -> row[2]));

    static Stream<Arguments> operations() {
        return LEAST_ROLES.entrySet().stream().map(row -> {
            String[] operation = row.getKey().split(" ");
            return Arguments.of(
                    Method.valueOf(operation[0]), operation[1].replaceAll("\\{\\w+}", "none"), row.getValue());
        });
    }

    @Test
    void every_operation_that_is_published_has_a_row() {
        JsonObject published = new JsonObject(given().queryParam("format", "JSON")
                        .get("/q/openapi")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .getJsonObject("paths");

        assertThat(published.stream().flatMap(path -> ((JsonObject) path.getValue())
                        .fieldNames().stream()
                                .filter(METHODS::contains)
                                .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey())))
                .containsExactlyInAnyOrderElementsOf(LEAST_ROLES.keySet());
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("operations")
    void is_open_to_its_role_and_above_and_to_nobody_below(Method method, String path, String least) {
        for (String role : new String[] {"viewer", "operator", "admin"}) {
            String token = TOKENS.computeIfAbsent(
                    role, it -> ConnectorsApiTest.caller(it).getString("token"));
            boolean may = rank(role) >= rank(least);
            int status = given().header("Authorization", "Bearer " + token)
                    .contentType("application/json")
                    .header("If-Match", "*")
                    .body("{}")
                    .request(method, path)
                    .statusCode();
            assertThat(status == 403)
                    .as("%s %s as %s: %d", method, path, role, status)
                    .isEqualTo(!may);
        }
        given().contentType("application/json")
                .body("{}")
                .request(method, path)
                .then()
                .statusCode(401)
                .contentType(ApiProblem.MEDIA_TYPE)
                .header("WWW-Authenticate", equalTo("Bearer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/accounts",
                "/%61pi/v1/accounts",
                "//api/v1/accounts",
                "/x/../api/v1/accounts",
                "/x/%2e%2e/api/v1/accounts",
                "/api/v1/accounts;x=1",
                "/api;x=1/v1/accounts",
                "/API/v1/accounts",
                "/api//v1/accounts/"
            })
    void no_spelling_of_a_path_gets_past_the_door(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(anyOf(equalTo(401), equalTo(404)))
                .body(not(containsString("\"origin\"")));
    }

    @Test
    void a_revoked_caller_is_nobody() {
        JsonPath caller = ConnectorsApiTest.caller("admin");
        given().header("Authorization", "Bearer " + caller.getString("token"))
                .get("/api/v1/accounts")
                .then()
                .statusCode(200);

        ConnectorsApiTest.admin()
                .delete("/api/v1/caller-tokens/" + caller.getString("id"))
                .then()
                .statusCode(204);

        given().header("Authorization", "Bearer " + caller.getString("token"))
                .get("/api/v1/accounts")
                .then()
                .statusCode(401);
    }

    @Test
    void the_token_of_a_connector_opens_no_admin_api() {
        String connector = ConnectorsApiTest.create("{\"name\": \"agent\"}").getString("token");

        given().header("Authorization", "Bearer " + connector)
                .get("/api/v1/accounts")
                .then()
                .statusCode(401)
                .body("detail", containsString("caller token"));
    }

    @Test
    void tokens_are_listed_without_their_secret() {
        ConnectorsApiTest.caller("viewer");

        ConnectorsApiTest.admin()
                .get("/api/v1/caller-tokens")
                .then()
                .statusCode(200)
                .body("caller_tokens.find { it.role == 'viewer' }.token", is(nullValue()));
    }

    private static int rank(String role) {
        return switch (role) {
            case "viewer" -> 0;
            case "operator" -> 1;
            default -> 2;
        };
    }
}
