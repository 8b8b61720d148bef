package io.sequinmcp.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a call's arguments, and of what goes wrong, as an agent sees it. */
@QuarkusTest
class CallTest {
    private static ValidatableResponse call(String tool, @Nullable Object arguments) {
        return Wire.call(TestConnectors.PROBE, tool, arguments);
    }

    private static JsonObject refused(String tool, @Nullable Object arguments) {
        return problem(call(tool, arguments));
    }

    /** The problem, which is the same as text. */
    private static JsonObject problem(ValidatableResponse answer) {
        JsonObject result =
                new JsonObject(answer.body("id", equalTo("call-1")).extract().asString()).getJsonObject("result");
        assertThat(result.getBoolean("isError")).isTrue();
        JsonObject text =
                new JsonObject(result.getJsonArray("content").getJsonObject(0).getString("text"));
        // Where Sequin spoke, the text says where that begins and ends
        text.getMap().keySet().removeIf(name -> name.matches("(data|end)_[0-9]{9}"));
        assertThat(result.getJsonObject("structuredContent")).isEqualTo(text);
        return text;
    }

    @Test
    void a_result_is_structured_and_the_same_as_text() {
        String text = call("probe_echo", new JsonObject().put("probe_text", "hi"))
                .body("result.isError", equalTo(false))
                .body("result.structuredContent.text", equalTo("hi"))
                .extract()
                .path("result.content[0].text");
        assertThat(text).matches("\\{\"data_([0-9]{9})\":\"Up to end_\\1: [^\"]+\",\"text\":\"hi\",\"end_\\1\":true}");
    }

    @Test
    void an_unknown_argument_is_refused_with_the_known_ones() {
        JsonObject problem =
                refused("probe_echo", new JsonObject().put("probe_text", "hi").put("txt", 1));
        assertThat(problem.getString("code")).isEqualTo("invalid_argument");
        assertThat(problem.getString("field")).isEqualTo("txt");
        assertThat(problem.getString("message"))
                .isEqualTo("probe_echo has no argument 'txt'; it has probe_text, count, flag, mode, ids, options");
        assertThat(problem.getJsonArray("allowed")).contains("probe_text", "mode");
    }

    @Test
    void a_missing_argument_is_named_with_its_description() {
        JsonObject problem = refused("probe_echo", new JsonObject());
        assertThat(problem.getString("field")).isEqualTo("probe_text");
        assertThat(problem.getString("message"))
                .isEqualTo("'probe_text' is required: a string of 1 to 5 characters. What to repeat.");
        assertThat(refused("probe_echo", null)).isEqualTo(problem);
        assertThat(refused("probe_echo", new JsonObject().putNull("probe_text")))
                .isEqualTo(problem);
        assertThat(refused("probe_cancel", null).getJsonArray("allowed")).containsExactly("active", "cancelled");
    }

    @Test
    void json_given_as_a_string_is_understood() {
        call(
                        "probe_echo",
                        new JsonObject()
                                .put("probe_text", 17)
                                .put("count", "3")
                                .put("flag", "true")
                                .put("mode", "QUICK")
                                .put("ids", "[\"a\",\"b\"]")
                                .put("options", "{\"deep\":{\"er\":1}}")
                                .encode())
                .body("result.structuredContent.text", equalTo("17"))
                .body("result.structuredContent.count", equalTo(3))
                .body("result.structuredContent.flag", equalTo(true))
                .body("result.structuredContent.mode", equalTo("quick"))
                .body("result.structuredContent.ids", contains("a", "b"))
                .body("result.structuredContent.options.deep.er", equalTo(1));
        call(
                        "probe_echo",
                        new JsonObject().put("probe_text", "x").put("ids", "a").putNull("count"))
                .body("result.structuredContent.ids", contains("a"))
                .body("result.structuredContent.count", nullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "wait_for, 10s, seconds, 10",
        "wait_for, 2500, seconds, 3",
        "wait_for, 500ms, seconds, 1",
        "wait_seconds, 5, seconds, 5",
        "max_batch_size, 7, batch, 7",
    })
    void known_other_names_are_understood(String name, String value, String result, int expected) {
        call("probe_cancel", new JsonObject().put("state", "canceled").put(name, value))
                .body("result.structuredContent.state", equalTo("cancelled"))
                .body("result.structuredContent." + result, equalTo(expected));
    }

    @Test
    void a_name_that_is_known_for_another_tool_only_is_refused() {
        assertThat(refused(
                                "probe_cancel",
                                new JsonObject().put("state", "active").put("limit", 1))
                        .getString("field"))
                .isEqualTo("limit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"count\":\"many\"}|count|'count' must be an integer from 1 to 10",
                "{\"count\":1.5}|count|'count' must be an integer from 1 to 10",
                "{\"count\":99999999999}|count|'count' must be an integer from 1 to 10",
                "{\"count\":\"1e999999999\"}|count|'count' must be an integer from 1 to 10",
                "{\"count\":[1]}|count|'count' must be an integer from 1 to 10",
                "{\"flag\":\"yes\"}|flag|'flag' must be true or false",
                "{\"mode\":\"slow\"}|mode|'mode' must be one of quick, thorough",
                "{\"ids\":{}}|ids|'ids' must be a list",
                "{\"ids\":[null]}|ids|'ids' must be a list",
                "{\"ids\":[[1]]}|ids|'ids' must be a string",
                "{\"options\":[]}|options|'options' must be an object",
                "{\"options\":\"{\"}|options|'options' must be an object",
                "{\"probe_text\":{}}|probe_text|'probe_text' must be a string of 1 to 5 characters",
            })
    void a_value_of_another_type_is_refused_with_what_it_should_be(String argument, String field, String message) {
        JsonObject arguments = new JsonObject().put("probe_text", "x").mergeIn(new JsonObject(argument));
        JsonObject problem = refused("probe_echo", arguments);
        assertThat(problem.getString("code")).isEqualTo("invalid_argument");
        assertThat(problem.getString("field")).isEqualTo(field);
        assertThat(problem.getString("message")).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"nonsense\"", "[]", "17", "true"})
    void arguments_that_are_no_object_are_refused(String arguments) {
        assertThat(refused("probe_echo", io.vertx.core.json.Json.decodeValue(arguments))
                        .getString("message"))
                .isEqualTo("The arguments of a call must be an object");
    }

    @Test
    void a_value_out_of_range_is_refused_with_the_range() {
        JsonObject problem =
                refused("probe_echo", new JsonObject().put("probe_text", "x").put("count", 11));
        assertThat(problem.getString("code")).isEqualTo("invalid_argument");
        assertThat(problem.getString("field")).isEqualTo("count");
        assertThat(problem.getString("message"))
                .isEqualTo("'count' must be less than or equal to 10: give an integer from 1 to 10");
    }

    @Test
    void several_violations_are_all_told_and_no_value_is() {
        JsonObject problem = refused(
                "probe_echo", new JsonObject().put("probe_text", "very secret").put("count", 0));
        assertThat(problem.getJsonObject("field_errors").fieldNames()).containsExactlyInAnyOrder("probe_text", "count");
        assertThat(problem.encode()).doesNotContain("very secret");
    }

    @Test
    void a_violation_in_a_list_names_the_item() {
        JsonObject problem =
                refused("probe_cancel", new JsonObject().put("state", "active").put("ids", JsonArray.of("a", "long")));
        assertThat(problem.getString("message"))
                .isEqualTo("'ids' item 1 size must be between 0 and 2: give a list of at most 3 items");
    }

    @Test
    void a_problem_is_shown_whole() {
        assertThat(problem(Wire.call(TestConnectors.PROBE, "probe_problem", null)))
                .isEqualTo(new JsonObject()
                        .put("code", "rate_limited")
                        .put("message", "Sequin asks to slow down")
                        .put("field", "batch_size")
                        .put("allowed", new JsonArray(List.of("1", "2")))
                        .put("field_errors", new JsonObject().put("batch_size", JsonArray.of("is too large")))
                        .put(
                                "next",
                                JsonArray.of(
                                        new JsonObject()
                                                .put("tool", "probe_write")
                                                .put("arguments", new JsonObject()),
                                        new JsonObject()
                                                .put("tool", "probe_echo")
                                                .put("arguments", new JsonObject().put("probe_text", "hi"))))
                        .put("retry_after_seconds", 7)
                        .put(
                                "rate_limit",
                                new JsonObject()
                                        .put("limit", 100)
                                        .put("remaining", 0)
                                        .put("window_seconds", 60)
                                        .put("source", "RateLimit"))
                        .put("status", 429));
    }

    @Test
    void only_calls_the_connector_can_make_are_advised() {
        JsonArray next = problem(Wire.call(TestConnectors.PROBE_READER, "probe_problem", null))
                .getJsonArray("next");
        assertThat(next).hasSize(1);
        assertThat(next.getJsonObject(0).getString("tool")).isEqualTo("probe_echo");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_bug_is_told_without_what_caused_it(boolean late) {
        JsonObject problem = refused("probe_bug", new JsonObject().put("late", late));
        assertThat(problem.getString("code")).isEqualTo("internal");
        assertThat(problem.getString("message"))
                .startsWith("probe_bug failed through a fault of this service, not of the call.")
                .doesNotContain("Exception", "hunter2", "smcp_", "io.sequinmcp", "Bearer", "Internal error");
        assertThat(problem.fieldNames()).containsExactly("code", "message");
    }

    @ParameterizedTest
    @CsvSource({"too_deep, 1", "unwritable, 1", "thrown, 0", "late, 0"})
    void so_is_an_error_and_an_answer_that_can_not_be_made(String at, int undelivered) {
        int before = ProbeTools.UNDELIVERED.get();

        JsonObject problem = refused("probe_break", new JsonObject().put("at", at));

        assertThat(problem.getString("code")).isEqualTo("internal");
        assertThat(problem.getString("message"))
                .startsWith("probe_break failed through a fault of this service, not of the call.");
        assertThat(ProbeTools.UNDELIVERED.get() - before)
                .as("the tool is told that what it gave was not delivered")
                .isEqualTo(undelivered);
    }

    @Test
    void what_else_is_in_its_batch_is_delivered() {
        int before = ProbeTools.UNDELIVERED.get();
        JsonArray batch = new JsonArray();
        for (String at : List.of("nowhere", "too_deep", "nowhere")) {
            batch.add(new JsonObject(Wire.message("probe_break", new JsonObject().put("at", at)))
                    .put("id", batch.size()));
        }

        String answers = given().contentType("application/json")
                .body(batch.encode())
                .post("/mcp/" + TestConnectors.PROBE)
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(answers.split("\"isError\":true", -1)).hasSize(2);
        assertThat(answers.split("\"isError\":false", -1)).hasSize(3);
        assertThat(ProbeTools.UNDELIVERED.get() - before).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"probe_bug", "probe_store"})
    void a_fault_of_ours_is_told_under_the_id_of_its_request(String tool) {
        ExtractableResponse<Response> answer = call(tool, new JsonObject()).extract();

        assertThat(answer.<String>path("result.structuredContent.message"))
                .endsWith("in its log under request " + answer.header("X-Request-Id"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_store_that_is_down_is_told_with_when_to_try_again(boolean wrapped) {
        JsonObject problem = refused("probe_store", new JsonObject().put("wrapped", wrapped));
        assertThat(problem.getString("code")).isEqualTo("unavailable");
        assertThat(problem.getLong("retry_after_seconds")).isEqualTo(30);
        assertThat(problem.getString("message"))
                .contains("store", "probe_store", "look before trying again")
                .doesNotContain("hunter2", "db.internal", "Exception");
    }

    @Test
    void a_tool_that_returns_a_plain_value_fails_in_the_same_words() {
        for (JsonObject arguments : List.of(new JsonObject().put("count", 0), new JsonObject().put("count", 2))) {
            String text = call("probe_plain", arguments)
                    .body("result.isError", equalTo(true))
                    .extract()
                    .path("result.content[0].text");
            assertThat(new JsonObject(text).getString("code")).isIn("invalid_argument", "internal");
        }
        call("probe_plain", new JsonObject().put("count", 1)).body("result.isError", equalTo(false));
    }

    @Test
    void a_call_knows_whose_it_is() {
        call("probe_who", null)
                .body("result.structuredContent.connector", equalTo("probe"))
                .body("result.structuredContent.hasWrite", equalTo(true));
        Wire.call(TestConnectors.PROBE_READER, "probe_who", null)
                .body("result.structuredContent.connector", equalTo("probe-reader"))
                .body("result.structuredContent.hasWrite", equalTo(false));
    }
}
