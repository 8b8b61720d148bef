package io.sequinmcp.connectors.api;

import static io.restassured.RestAssured.given;
import static io.sequinmcp.connectors.api.ConnectorsApiTest.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What one installation exports and another takes in. */
@QuarkusTest
class TransferApiTest {
    private static final String SECRET = "api-token-that-nobody-exports";

    private final String account = "moved-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void an_export_holds_no_secret_that_could_be_used() {
        makeAccount();
        String token = connector("agent").getString("token");
        String caller = ConnectorsApiTest.caller("viewer").getString("token");

        String export =
                admin().get("/api/v1/export").then().statusCode(200).extract().asString();

        assertThat(export)
                .contains(account)
                .contains("token_sha256", "api_token_encrypted")
                .doesNotContain(SECRET, token, caller, "smcp_", "smct_", ConnectorsApiTest.ADMIN)
                .contains("The account 'default' is declared in the configuration.");
    }

    @Test
    void what_was_lost_comes_back_and_its_token_works_again() {
        makeAccount();
        JsonPath connector = connector("agent");
        JsonObject archive = archive();
        // Another installation: neither the account nor the connector is there
        JsonObject moved = rewritten(archive, connector.getString("id"));

        take(moved, true)
                .statusCode(200)
                .body("dry_run", is(true))
                .body("problems", empty())
                .body(
                        "accounts.created",
                        hasItem(moved.getJsonArray("accounts").getJsonObject(0).getString("name")))
                .body("connectors.created.size()", equalTo(1));
        admin().get("/api/v1/accounts/" + account + "-new").then().statusCode(404);

        take(moved, false).statusCode(200).body("connectors.created.size()", equalTo(1));

        admin().get("/api/v1/accounts/" + account + "-new")
                .then()
                .statusCode(200)
                .body("url", equalTo("http://127.0.0.1:9"))
                .body("protected_names", hasItem("billing_*"));
        admin().get("/api/v1/connectors/" + connector.getString("id") + "n")
                .then()
                .statusCode(200)
                .body("created_by", equalTo("admin, imported"));

        take(moved, false)
                .statusCode(200)
                .body("accounts.created", empty())
                .body("accounts.changed", empty())
                .body("accounts.unchanged", hasItem(account + "-new"))
                .body("connectors.created", empty())
                .body("connectors.changed", empty())
                .body("connectors.unchanged.size()", equalTo(1));
    }

    @Test
    void the_hash_is_enough_for_the_token_to_work() {
        String token = "smcp_" + UUID.randomUUID().toString().replace("-", "") + "00000000000";
        JsonObject archive = archiveOf(new JsonObject()
                .put("id", "con_" + UUID.randomUUID().toString().substring(0, 14))
                .put("account", "default")
                .put("name", "by hash")
                .put(
                        "config",
                        new JsonObject().put("methods", JsonArray.of("list")).put("tags", JsonArray.of("sinks")))
                .put("token_sha256", sha256(token)));

        take(archive, false).statusCode(200);

        given().contentType("application/json")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .post("/mcp/" + token)
                .then()
                .statusCode(200)
                .body("result.tools.name", equalTo(java.util.List.of("list_sinks")));
    }

    @Test
    void what_differs_is_changed() {
        makeAccount();
        JsonPath connector = connector("agent");
        JsonObject archive = only(archive(), connector.getString("id"));
        archive.getJsonArray("connectors").getJsonObject(0).put("name", "renamed");
        archive.getJsonArray("accounts").getJsonObject(0).put("url", "http://127.0.0.1:10");

        take(archive, false)
                .statusCode(200)
                .body("connectors.changed", hasItem(connector.getString("id")))
                .body("accounts.changed", hasItem(account));

        admin().get("/api/v1/connectors/" + connector.getString("id")).then().body("name", equalTo("renamed"));
        admin().get("/api/v1/accounts/" + account).then().body("url", equalTo("http://127.0.0.1:10"));
    }

    @Test
    void what_was_revoked_stays_so() {
        makeAccount();
        JsonPath connector = connector("agent");
        JsonObject archive = only(archive(), connector.getString("id"));
        admin().header("If-Match", "*")
                .delete("/api/v1/connectors/" + connector.getString("id"))
                .then()
                .statusCode(204);

        take(archive, false).statusCode(400).body("errors.detail", hasItem(containsString("was revoked here")));

        given().contentType("application/json")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .post("/mcp/" + connector.getString("token"))
                .then()
                .statusCode(404);
    }

    @Test
    void a_token_of_another_key_is_asked_for_and_nothing_is_taken_in_without_it() {
        makeAccount();
        String id = connector("agent").getString("id");
        JsonObject archive = rewritten(archive(), id);
        JsonObject part = archive.getJsonArray("accounts").getJsonObject(0);
        part.remove("api_token");
        part.put("api_token_encrypted", "AAAAAAAA");

        take(archive, false)
                .statusCode(400)
                .body("errors.field", hasItem("accounts[" + account + "-new].api_token"))
                .body("errors.detail", hasItem(containsString("put the token here")));
        take(archive, true).statusCode(200).body("problems.field", hasItem("accounts[" + account + "-new].api_token"));
        admin().get("/api/v1/accounts/" + account + "-new").then().statusCode(404);

        part.put("api_token", "the-new-one");
        take(archive, false).statusCode(200);
    }

    @Test
    void the_token_of_one_account_is_not_that_of_another() {
        makeAccount();
        String id = connector("agent").getString("id");
        JsonObject archive = only(archive(), id);
        archive.remove("connectors");
        archive.getJsonArray("accounts").getJsonObject(0).put("name", account + "-other");

        take(archive, false).statusCode(400).body("errors.detail", hasItem(containsString("another key")));
    }

    @Test
    void what_is_wrong_is_named_without_repeating_it() {
        JsonObject archive = archiveOf(new JsonObject()
                .put("id", "con_x")
                .put("account", "nobody")
                .put("name", "")
                .put("config", new JsonObject().put("methods", JsonArray.of("everything")))
                .put("token_sha256", "smcp_secret"));

        String answer = take(archive, false)
                .statusCode(400)
                .body(
                        "errors.field",
                        equalTo(java.util.List.of(
                                "connectors[con_x].account",
                                "connectors[con_x].token_sha256",
                                "connectors[con_x].name",
                                "connectors[con_x].config.methods")))
                .extract()
                .asString();
        assertThat(answer).doesNotContain("smcp_secret");
        take(new JsonObject().put("format", 2), false).statusCode(400).body("errors.field", hasItem("format"));
        take(new JsonObject().put("format", 1).put("acounts", new JsonArray()), false)
                .statusCode(400)
                .body("errors.field", hasItem("acounts"));
        take(archiveOf(new JsonObject().put("id", "x").put("expires_at", "tomorrow")), false)
                .statusCode(400)
                .body("errors.detail", not(hasItem(containsString("tomorrow"))));
    }

    @Test
    void an_account_may_not_be_taken_to_where_none_may_be_made() {
        JsonObject part = new JsonObject()
                .put("name", account)
                .put("url", "http://169.254.169.254")
                .put("metrics_url", "http://metadata.google.internal/metrics")
                .put("api_token", SECRET);
        JsonObject archive = new JsonObject().put("format", 1).put("accounts", JsonArray.of(part));

        take(archive, false)
                .statusCode(400)
                .body(
                        "errors.find { it.field == 'accounts[%s].url' }.detail".formatted(account),
                        containsString("link-local"))
                .body(
                        "errors.find { it.field == 'accounts[%s].metrics_url' }.detail".formatted(account),
                        containsString("sequin-mcp.sequin.any-address=true allows it"));
        admin().get("/api/v1/accounts/" + account).then().statusCode(404);

        part.put("url", "http://10.0.0.7:7376").remove("metrics_url");
        take(archive, false).statusCode(200).body("accounts.created", hasItem(account));
    }

    @Test
    void the_token_of_another_connector_is_refused() {
        JsonPath one = ConnectorsApiTest.create("{\"name\": \"one\"}");
        JsonObject archive = archiveOf(new JsonObject()
                .put("id", "con_thief")
                .put("account", "default")
                .put("name", "thief")
                .put("token_sha256", sha256(one.getString("token"))));

        take(archive, false).statusCode(400).body("errors.detail", hasItem(containsString("another connector")));
    }

    private void makeAccount() {
        admin().body(new JsonObject()
                        .put("name", account)
                        .put("url", "http://127.0.0.1:9")
                        .put("api_token", SECRET)
                        .put("protected_names", JsonArray.of("billing_*"))
                        .encode())
                .post("/api/v1/accounts")
                .then()
                .statusCode(201);
    }

    private JsonPath connector(String name) {
        return admin().body("{\"name\": \"%s\"}".formatted(name))
                .post("/api/v1/accounts/" + account + "/connectors")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static JsonObject archive() {
        return new JsonObject(
                admin().get("/api/v1/export").then().statusCode(200).extract().asString());
    }

    private static JsonObject archiveOf(JsonObject connector) {
        return new JsonObject().put("format", 1).put("connectors", JsonArray.of(connector));
    }

    /** The account of this test and that connector, and nothing else of the archive. */
    private JsonObject only(JsonObject archive, String connector) {
        archive.remove("caller_tokens");
        keep(archive.getJsonArray("accounts"), "name", account);
        keep(archive.getJsonArray("connectors"), "id", connector);
        return archive;
    }

    private static void keep(JsonArray all, String key, String value) {
        all.getList()
                .removeIf(it -> !value.equals(
                        it instanceof java.util.Map<?, ?> map ? map.get(key) : ((JsonObject) it).getValue(key)));
    }

    /** The same under other names, and with another token, as if this were another installation. */
    private JsonObject rewritten(JsonObject archive, String connector) {
        JsonObject moved = only(archive, connector);
        moved.getJsonArray("accounts")
                .getJsonObject(0)
                .put("name", account + "-new")
                .put("api_token", "token-of-the-other-place");
        moved.getJsonArray("connectors")
                .getJsonObject(0)
                .put("id", connector + "n")
                .put("account", account + "-new")
                .put("token_sha256", sha256(UUID.randomUUID().toString()));
        return moved;
    }

    private static ValidatableResponse take(JsonObject archive, boolean dryRun) {
        return admin().body(archive.encode())
                .queryParam("dry_run", dryRun)
                .post("/api/v1/import")
                .then();
    }

    private static String sha256(String text) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
