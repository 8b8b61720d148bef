package io.sequinmcp.connectors.api;

import static io.sequinmcp.connectors.api.ConnectorsApiTest.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.sequinmcp.connectors.Registry;
import io.sequinmcp.security.LoggedErrors;
import io.sequinmcp.store.Store;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What nobody foresaw goes wrong behind the admin API: whoever asked gets one answer without anything of the inside,
 * and the id under which the log says why.
 */
@QuarkusTest
class FaultsTest {
    private static final String UNREADABLE = "{\"hunter2\": ";

    private final String account = "faulty-" + UUID.randomUUID();

    @Inject
    Store store;

    @BeforeEach
    void make() {
        admin().body("""
                        {"name": "%s", "url": "http://127.0.0.1:9", "api_token": "t"}"""
                        .formatted(account))
                .post("/api/v1/accounts")
                .then()
                .statusCode(201);
    }

    @AfterEach
    void clearAway() {
        protect("[]");
        admin().delete("/api/v1/accounts/" + account).then().statusCode(204);
    }

    @Test
    void what_can_not_be_read_is_a_fault_of_ours() {
        protect(UNREADABLE);

        try (LoggedErrors log = new LoggedErrors()) {
            ValidatableResponse answer = failed(ask(Method.GET, ""), 500, "Failed");

            String id = answer.extract().header("X-Request-Id");
            assertThat(id).startsWith("req_");
            answer.body("detail", containsString(id));
            // The registry may look just now, too, and say so once
            assertThat(log.all())
                    .filteredOn(line -> !line.startsWith(Registry.class.getName()))
                    .singleElement()
                    .asString()
                    .contains(id, "protected names");
        }
        protect("[]");
        ask(Method.GET, "").statusCode(200);
    }

    @Test
    void an_act_that_meets_one_is_undone_and_is_a_failure_in_the_audit() {
        protect(UNREADABLE);

        ValidatableResponse answer = failed(ask(Method.PATCH, "{\"url\": \"http://127.0.0.1:10\"}"), 500, "Failed");

        JsonPath act = actOf(answer);
        assertThat(act.getString("operation")).isEqualTo("update_account");
        assertThat(act.getString("resource.name")).isEqualTo(account);
        assertThat(act.getString("outcome")).isEqualTo("failed");
        assertThat(act.getString("code")).isEqualTo("internal");
        assertThat(act.getString("caller")).isEqualTo("admin");
        assertThat(act.prettify()).doesNotContain("hunter2", "Exception");
        protect("[]");
        ask(Method.GET, "").statusCode(200).body("url", equalTo("http://127.0.0.1:9"));
    }

    @Test
    void a_store_that_does_not_answer_is_no_fault_of_the_request() {
        rename("account", "account_away");
        try (LoggedErrors log = new LoggedErrors()) {
            ValidatableResponse read = failed(ask(Method.GET, ""), 503, "Unavailable");
            ValidatableResponse act =
                    failed(ask(Method.PATCH, "{\"url\": \"http://127.0.0.1:10\"}"), 503, "Unavailable");

            for (ValidatableResponse answer : List.of(read, act)) {
                answer.header("Retry-After", equalTo("5")).body("detail", containsString("try again"));
                assertThat(log.all())
                        .anyMatch(it -> it.contains(answer.extract().header("X-Request-Id")));
            }
            JsonPath record = actOf(act);
            assertThat(record.getString("outcome")).isEqualTo("failed");
            assertThat(record.getString("code")).isEqualTo("unavailable");
        } finally {
            rename("account_away", "account");
        }
        ask(Method.GET, "").statusCode(200).body("url", equalTo("http://127.0.0.1:9"));
    }

    private ValidatableResponse ask(Method method, String body) {
        return admin().header("If-Match", "*")
                .body(body)
                .request(method, "/api/v1/accounts/" + account)
                .then();
    }

    private static ValidatableResponse failed(ValidatableResponse answer, int status, String title) {
        return answer.statusCode(status)
                .contentType(ApiProblem.MEDIA_TYPE)
                .body("title", equalTo(title))
                .body("status", equalTo(status))
                .body("detail", not(containsString("protected")))
                .body(not(containsString("hunter2")))
                .body(not(containsString("Exception")))
                .body(not(containsString("account_away")))
                .body(not(containsString("io.sequinmcp")));
    }

    /** A record follows the end of its answer. */
    private static JsonPath actOf(ValidatableResponse answer) {
        String id = answer.extract().header("X-Request-Id");
        return await().until(
                        () -> admin().get("/api/v1/audit?request_id=" + id)
                                .then()
                                .extract()
                                .jsonPath(),
                        found -> found.getList("records").size() == 1
                                && !"begun".equals(found.getString("records[0].outcome")))
                .setRootPath("records[0]");
    }

    private void protect(String json) {
        store.transactNow(tx -> tx.update("update account set protected_names = ? where name = ?", json, account));
    }

    private void rename(String from, String to) {
        store.transactNow(tx -> tx.update("alter table " + from + " rename to " + to));
    }
}
