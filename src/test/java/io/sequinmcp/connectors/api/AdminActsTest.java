package io.sequinmcp.connectors.api;

import static io.sequinmcp.connectors.api.ConnectorsApiTest.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever somebody changes through the admin API, or tries to, is found in the audit; so is who takes all of it away.
 */
@QuarkusTest
class AdminActsTest {
    static Stream<Arguments> changing() {
        return RolesTest.operations()
                .filter(it -> it.get()[0] != Method.GET && !it.get()[1].equals("/api/v1/connectors/preview"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("changing")
    void every_operation_leaves_a_record(Method method, String path, String role) {
        Response answer = admin().header("If-Match", "*").body("{}").request(method, path);

        assertThat(recordOf(answer).getString("caller")).isEqualTo("admin");
    }

    @Test
    void a_level_of_the_log_that_was_set() {
        JsonPath act = recordOf(admin().body("{\"level\": null}").put("/api/v1/loggers/io.sequinmcp.plans"));

        assertThat(act.getString("operation")).isEqualTo("set_log_level");
        assertThat(act.getString("resource.id")).isEqualTo("io.sequinmcp.plans");
        assertThat(act.getString("outcome")).isEqualTo("ok");
    }

    @Test
    void an_export_of_all_there_is() {
        JsonPath act = recordOf(admin().get("/api/v1/export"));

        assertThat(act.getString("operation")).isEqualTo("export_archive");
        assertThat(act.getString("outcome")).isEqualTo("ok");
    }

    /** The one record of a request; it follows the end of its answer. */
    private static JsonPath recordOf(Response answer) {
        String id = answer.header("X-Request-Id");
        return await().until(
                        () -> admin().get("/api/v1/audit?request_id=" + id).jsonPath(),
                        found -> found.getList("records").size() == 1
                                && !"begun".equals(found.getString("records[0].outcome")))
                .setRootPath("records[0]");
    }
}
