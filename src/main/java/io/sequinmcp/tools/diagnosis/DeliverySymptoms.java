package io.sequinmcp.tools.diagnosis;

import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Sink;
import io.sequinmcp.sequin.SinkHealth;
import java.util.Map;
import java.util.stream.Stream;

/** A destination that does not take the messages, and messages that were given up. */
final class DeliverySymptoms {
    static final String CHECK = "Message delivery";

    private DeliverySymptoms() {}

    static Stream<Finding> of(Facts facts) {
        SinkHealth health = facts.sink().health();
        return health == null
                ? Stream.empty()
                : health.checks().stream()
                        .filter(check -> check.name().equals(CHECK) && check.isFailing())
                        .map(check -> discarded(check) ? discarded(facts.sink(), check) : refused(facts.sink(), check));
    }

    /** A warning without a text: what it is about is only told in the console (section 6.6). */
    private static boolean discarded(SinkHealth.Check check) {
        return check.status().equals("warning") && check.error() == null;
    }

    private static Finding discarded(Sink sink, SinkHealth.Check check) {
        return Finding.warning(
                "Messages were discarded because the buffer was full. A backfill brings the rows back, not each change.",
                HealthSymptoms.evidence(check),
                NextStep.of("list_backfills", "sink_id_or_name", sink.name()));
    }

    private static Finding refused(Sink sink, SinkHealth.Check check) {
        String cause = check.error() == null
                ? ""
                : KnownCause.ofDelivery(check.error()).map(known -> " " + known).orElse("");
        String patience = sink.maxRetryCount() == null
                ? " A failing message blocks its group and is retried for ever, as max_retry_count is not set."
                : " A message is given up, for good, after " + sink.maxRetryCount() + " retries.";
        String endpoint = sink.httpEndpoint();
        NextStep next = endpoint == null
                ? new NextStep("get_sink", Map.of("sink_id_or_name", sink.name(), "response_format", "detailed"))
                : new NextStep(
                        "get_http_endpoint",
                        Map.of("http_endpoint_id_or_name", endpoint, "response_format", "detailed"));
        return Finding.error(
                "The destination does not accept the messages." + cause + patience,
                HealthSymptoms.evidence(check),
                next);
    }
}
