package io.sequinmcp.connectors.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.path.json.JsonPath;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation of the admin API: who may, who may not, and that nobody may without a token. */
@QuarkusTest
class RolesTest {
    static Stream<Arguments> operations() {
        return Stream.of(
                Arguments.of(Method.GET, "/api/v1/accounts", "viewer"),
                Arguments.of(Method.GET, "/api/v1/accounts/default", "viewer"),
                Arguments.of(Method.POST, "/api/v1/accounts", "admin"),
                Arguments.of(Method.PATCH, "/api/v1/accounts/none", "admin"),
                Arguments.of(Method.DELETE, "/api/v1/accounts/none", "admin"),
                Arguments.of(Method.POST, "/api/v1/accounts/none/test", "operator"),
                Arguments.of(Method.GET, "/api/v1/accounts/default/connectors", "viewer"),
                Arguments.of(Method.POST, "/api/v1/accounts/default/connectors", "operator"),
                Arguments.of(Method.GET, "/api/v1/connectors/none", "viewer"),
                Arguments.of(Method.PATCH, "/api/v1/connectors/none", "operator"),
                Arguments.of(Method.DELETE, "/api/v1/connectors/none", "operator"),
                Arguments.of(Method.POST, "/api/v1/connectors/none/rotate", "operator"),
                Arguments.of(Method.GET, "/api/v1/caller-tokens", "admin"),
                Arguments.of(Method.POST, "/api/v1/caller-tokens", "admin"),
                Arguments.of(Method.DELETE, "/api/v1/caller-tokens/none", "admin"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void is_open_to_its_role_and_above_and_to_nobody_below(Method method, String path, String least) {
        for (String role : new String[] {"viewer", "operator", "admin"}) {
            String token = ConnectorsApiTest.caller(role).getString("token");
            boolean may = rank(role) >= rank(least);
            int status = given().header("Authorization", "Bearer " + token)
                    .contentType("application/json")
                    .header("If-Match", "*")
                    .body("{}")
                    .request(method, path)
                    .statusCode();
            org.assertj.core.api.Assertions.assertThat(status == 403)
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
