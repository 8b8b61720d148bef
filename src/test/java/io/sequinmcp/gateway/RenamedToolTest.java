package io.sequinmcp.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.connectors.ConnectorRules;
import io.sequinmcp.connectors.ConnectorSettings;
import io.sequinmcp.connectors.Scope;
import io.sequinmcp.sequin.Reach;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A tool that was renamed: its old name still works, for those who have the tool, and is not shown. */
@QuarkusTest
class RenamedToolTest {
    @Inject
    ConnectorRules rules;

    @Test
    void the_old_name_calls_the_tool_and_the_answer_says_the_new_one() {
        Wire.call(TestConnectors.PROBE, "probe_repeat", new JsonObject().put("probe_text", "hi"))
                .body("result.isError", equalTo(false))
                .body("result.structuredContent.text", equalTo("hi"))
                .body(
                        "result.structuredContent.notes",
                        hasItem(
                                "probe_repeat is called probe_echo now; the old name ends with the next minor version."));
        Wire.call(TestConnectors.PROBE, "probe_repeat", null)
                .body("result.isError", equalTo(true))
                .body("result.structuredContent.field", equalTo("probe_text"));
    }

    @Test
    void the_old_name_is_not_listed() {
        given().contentType("application/json")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .body("result.tools.name", hasItem("probe_echo"))
                .body("result.tools.name", not(hasItem("probe_repeat")));
    }

    @Test
    void the_old_name_of_a_tool_out_of_scope_is_no_tool() {
        Wire.call(TestConnectors.PROBE, "probe_scribble", null).body("result.isError", equalTo(false));
        Wire.call(TestConnectors.PROBE_READER, "probe_scribble", null)
                .body("error.message", equalTo("Invalid tool name: probe_scribble"));
    }

    @Test
    void lists_of_a_scope_that_have_the_old_name_mean_the_tool() {
        assertThat(tools(List.of("read", "write"), List.of("probe_repeat", "probe_scribble"), null))
                .containsExactly("probe_echo", "probe_write");
        assertThat(tools(List.of("read", "write"), null, List.of("probe_scribble", "probe_repeat")))
                .contains("probe_who")
                .doesNotContain("probe_write", "probe_echo");
    }

    @Test
    void an_old_name_widens_no_scope() {
        assertThat(tools(List.of("read"), List.of("probe_repeat", "probe_scribble"), null))
                .containsExactly("probe_echo");
    }

    private Iterable<String> tools(List<String> methods, @Nullable List<String> allow, @Nullable List<String> deny) {
        List<String> refused = new ArrayList<>();
        Scope scope = rules.read(
                        new ConnectorSettings(
                                methods,
                                List.of("probe"),
                                new ConnectorSettings.Tools(allow, deny),
                                null,
                                null,
                                null,
                                null,
                                null),
                        (where, why) -> refused.add(where + " " + why))
                .scope();
        assertThat(refused).isEmpty();
        return rules.tools(scope, Reach.EVERYTHING);
    }
}
