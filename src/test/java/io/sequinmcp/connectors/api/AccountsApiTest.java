package io.sequinmcp.connectors.api;

import static io.restassured.RestAssured.given;
import static io.sequinmcp.connectors.api.ConnectorsApiTest.admin;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts over the wire. */
@QuarkusTest
class AccountsApiTest {
    private static final String TOKEN = "an-api-token-that-must-not-be-seen";

    @Test
    void an_account_never_shows_its_token_again() {
        String name = name();
        create(name, "http://127.0.0.1:9")
                .then()
                .statusCode(201)
                .header("ETag", notNullValue())
                .body("url", equalTo("http://127.0.0.1:9"))
                .body(not(containsString(TOKEN)));

        admin().get("/api/v1/accounts/" + name).then().statusCode(200).body(not(containsString(TOKEN)));
        admin().get("/api/v1/accounts")
                .then()
                .statusCode(200)
                .body("accounts.name", hasItem(name))
                .body("accounts.find { it.name == 'default' }.origin", equalTo("configuration"))
                .body(not(containsString(TOKEN)));
    }

    @Test
    void a_trial_says_whether_it_can_be_used() {
        String name = name();
        create(name, "http://127.0.0.1:9");

        admin().post("/api/v1/accounts/default/test")
                .then()
                .statusCode(200)
                .body("ok", equalTo(true))
                .body("version", matchesPattern("v?\\d+\\.\\d+\\.\\d+"))
                .body("databases", greaterThan(0))
                .body("sinks", greaterThan(0))
                .body("unhealthy_sinks", greaterThanOrEqualTo(0));
        admin().post("/api/v1/accounts/" + name + "/test")
                .then()
                .statusCode(200)
                .body("ok", equalTo(false))
                .body("problem", containsString(name))
                .body("sinks", nullValue())
                .body(not(containsString(TOKEN)));
        admin().post("/api/v1/accounts/no-such-one/test").then().statusCode(404);
    }

    @Test
    void its_health_is_seen_by_viewers_and_asked_for_once_in_a_while() {
        String viewer = "Bearer " + ConnectorsApiTest.caller("viewer").getString("token");
        String name = name();
        Response made = create(name, "http://127.0.0.1:9");

        String first = given().header("Authorization", viewer)
                .get("/api/v1/accounts/" + name + "/health")
                .then()
                .statusCode(200)
                .body("ok", equalTo(false))
                .extract()
                .path("checked_at");
        given().header("Authorization", viewer)
                .get("/api/v1/accounts/" + name + "/health")
                .then()
                .body("checked_at", equalTo(first));

        admin().header("If-Match", made.header("ETag"))
                .body("{\"api_token\": \"another\"}")
                .patch("/api/v1/accounts/" + name)
                .then()
                .statusCode(200);
        given().header("Authorization", viewer)
                .get("/api/v1/accounts/" + name + "/health")
                .then()
                .body("checked_at", not(equalTo(first)));
    }

    @Test
    void one_with_connectors_is_not_deleted() {
        String name = name();
        create(name, "http://127.0.0.1:9");
        Response connector = admin().body("{\"name\": \"on it\"}").post("/api/v1/accounts/" + name + "/connectors");
        connector.then().statusCode(201);

        admin().delete("/api/v1/accounts/" + name)
                .then()
                .statusCode(409)
                .body("detail", containsString("1 connectors"));
        admin().delete("/api/v1/connectors/" + connector.jsonPath().getString("id"));
        admin().delete("/api/v1/accounts/" + name).then().statusCode(204);
        admin().get("/api/v1/accounts/" + name).then().statusCode(404);
        create(name, "http://127.0.0.1:9").then().statusCode(201);
    }

    @Test
    void a_change_keeps_what_it_does_not_mention() {
        String name = name();
        Response made = create(name, "http://127.0.0.1:9");

        admin().header("If-Match", made.header("ETag"))
                .body("{\"protected_names\": [\"prod_*\"]}")
                .patch("/api/v1/accounts/" + name)
                .then()
                .statusCode(200)
                .body("url", equalTo("http://127.0.0.1:9"))
                .body("protected_names", hasItem("prod_*"));
        admin().header("If-Match", made.header("ETag"))
                .body("{\"protected_names\": []}")
                .patch("/api/v1/accounts/" + name)
                .then()
                .statusCode(412);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"Bad Name\", \"url\": \"http://a\", \"api_token\": \"t\"} | name | lower-case",
                "{\"name\": \"a\", \"api_token\": \"t\"} | url | missing",
                "{\"name\": \"a\", \"url\": \"http://a\"} | api_token | missing",
                "{\"name\": \"a\", \"url\": \"http://a/api\", \"api_token\": \"t\"} | url | without user, query or /api",
                "{\"name\": \"a\", \"url\": \"ftp://a\", \"api_token\": \"t\"} | url | http or https",
                "{\"name\": \"a\", \"url\": \"http://u:p@a\", \"api_token\": \"t\"} | url | without user",
                "{\"name\": \"a\", \"token\": \"t\"} | token | api_token",
            })
    void what_makes_no_sense_is_refused_by_field(String body, String field, String why) {
        admin().body(body)
                .post("/api/v1/accounts")
                .then()
                .statusCode(400)
                .body("errors.find { it.field == '%s' }.detail".formatted(field), containsString(why));
    }

    @Test
    void an_idempotency_key_makes_one_account() {
        String key = UUID.randomUUID().toString();
        String body = body(name(), "http://127.0.0.1:9");
        String location = under(key, body).then().statusCode(201).extract().header("Location");

        under(key, body)
                .then()
                .statusCode(201)
                .header("Location", equalTo(location))
                .body(not(containsString(TOKEN)));
        under(key, body(name(), "http://127.0.0.1:9")).then().statusCode(409).body("detail", containsString("Key"));
        admin().body(body).post("/api/v1/accounts").then().statusCode(409).body("detail", containsString("already"));
    }

    private static Response under(String key, String body) {
        return admin().header("Idempotency-Key", key).body(body).post("/api/v1/accounts");
    }

    @Test
    void a_name_is_taken_once() {
        create("default", "http://127.0.0.1:9").then().statusCode(409);
        admin().delete("/api/v1/accounts/default")
                .then()
                .statusCode(409)
                .body("detail", containsString("configuration"));
    }

    private static Response create(String name, String url) {
        return admin().body(body(name, url)).post("/api/v1/accounts");
    }

    private static String body(String name, String url) {
        return "{\"name\": \"%s\", \"url\": \"%s\", \"api_token\": \"%s\"}".formatted(name, url, TOKEN);
    }

    private static String name() {
        return "a-" + UUID.randomUUID();
    }
}
