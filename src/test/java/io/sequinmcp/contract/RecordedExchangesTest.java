package io.sequinmcp.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded exchange on a routed path matches the description: the answer always, the request where Sequin took
 * it.
 */
class RecordedExchangesTest {
    private static final OpenApiInteractionValidator VALIDATOR =
            OpenApiInteractionValidator.createForInlineApiSpecification(
                            Spec.withClosedEnumerations().toString())
                    .build();
    private static final List<Recording> RECORDINGS = Recording.all();

    static Stream<Recording> answers() {
        return RECORDINGS.stream().filter(recording -> !Unrouted.contains(recording));
    }

    static Stream<Recording> requests() {
        return answers().filter(Recording::accepted);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answer_matches(Recording recording) {
        assertMatches(
                VALIDATOR.validateResponse(recording.request().uri().getPath(), method(recording), answer(recording)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void accepted_request_matches(Recording recording) {
        assertMatches(VALIDATOR.validateRequest(request(recording)));
    }

    @Test
    void another_answer_does_not_match() {
        SimpleResponse answer = SimpleResponse.Builder.ok()
                .withContentType("application/json")
                .withBody("{\"data\":[{\"name\":\"a sink without id, status or destination\"}]}")
                .build();

        assertThat(VALIDATOR.validateResponse("/api/sinks", Method.GET, answer).hasErrors())
                .isTrue();
    }

    @Test
    void nothing_else_is_unrouted() {
        List<Integer> unrouted = RECORDINGS.stream()
                .filter(recording -> Spec.operationOf(recording).isEmpty())
                .map(Recording::number)
                .toList();

        assertThat(unrouted).containsExactlyInAnyOrderElementsOf(Unrouted.REASONS.keySet());
    }

    @AfterAll
    static void tell() {
        System.out.printf(
                "Contract: of %d recorded exchanges %d answers and %d accepted requests match the description; %d are of no operation%n",
                RECORDINGS.size(), answers().count(), requests().count(), Unrouted.REASONS.size());
    }

    private static void assertMatches(ValidationReport report) {
        assertThat(report.getMessages())
                .filteredOn(message -> message.getLevel() != ValidationReport.Level.IGNORE)
                .isEmpty();
    }

    private static Method method(Recording recording) {
        return Method.valueOf(recording.request().method());
    }

    private static SimpleRequest request(Recording recording) {
        var request = new SimpleRequest.Builder(
                method(recording), recording.request().uri().getPath());
        recording.request().headers().forEach(header -> request.withHeader(header.name(), header.value()));
        String query = recording.request().uri().getQuery();
        if (query != null) {
            Arrays.stream(query.split("&"))
                    .map(pair -> pair.split("=", 2))
                    .forEach(pair -> request.withQueryParam(pair[0], pair[1]));
        }
        JsonNode body = recording.request().body();
        if (body.isTextual() && !body.asText().isEmpty()) {
            request.withBody(body.asText());
        } else if (body.isContainerNode()) {
            request.withBody(body.toString());
        }
        return request.build();
    }

    private static SimpleResponse answer(Recording recording) {
        Recording.Response response = recording.response();
        var answer = SimpleResponse.Builder.status(response.status());
        // /health answers JSON without saying so
        String contentType = response.contentType().orElse("application/json");
        answer.withContentType(contentType);
        JsonNode body = response.body();
        answer.withBody(body.isTextual() ? body.asText() : body.toString());
        return answer.build();
    }
}
