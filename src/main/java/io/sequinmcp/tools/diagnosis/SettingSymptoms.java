package io.sequinmcp.tools.diagnosis;

import io.sequinmcp.sequin.Sink;
import java.util.List;
import java.util.stream.Stream;

/** Settings that do something else than they seem to. */
final class SettingSymptoms {
    private static final String NONE = "none";

    private SettingSymptoms() {}

    static Stream<Finding> of(Facts facts) {
        return Stream.concat(idleOnAStream(facts.sink()), discarding(facts.sink()));
    }

    /** They belong to a delivery that streams don't have (section 8.2). */
    private static Stream<Finding> idleOnAStream(Sink sink) {
        if (!sink.isStream()) {
            return Stream.empty();
        }
        List<String> idle = Stream.of(
                        sink.filter().equals(NONE) ? "" : "filter",
                        sink.routing().equals(NONE) ? "" : "routing",
                        sink.maxRetryCount() == null ? "" : "max_retry_count",
                        sink.batchSize() <= 1 ? "" : "batch_size")
                .filter(setting -> !setting.isEmpty())
                .toList();
        return idle.isEmpty()
                ? Stream.empty()
                : Stream.of(Finding.warning(
                        "These settings do nothing on a pull consumer.", String.join(", ", idle), null));
    }

    private static Stream<Finding> discarding(Sink sink) {
        return "discard_on_full".equals(sink.loadSheddingPolicy())
                ? Stream.of(Finding.info(
                        "When the buffer is full, messages are discarded for good.",
                        "load_shedding_policy discard_on_full",
                        null))
                : Stream.empty();
    }
}
