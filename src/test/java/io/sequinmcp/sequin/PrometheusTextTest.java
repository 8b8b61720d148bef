package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.sequin.PrometheusText.Sample;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Reads what Prometheus reads. */
class PrometheusTextTest {
    @Property(tries = 500)
    void every_label_is_read_as_it_was_written(@ForAll String value, @ForAll short number) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        if (escaped.lines().count() > 1) {
            return; // other line breaks have no escape in the format
        }
        String line = "m{a=\"" + escaped + "\",b=\"x, y}\"} " + number + " 1700000000000";

        assertThat(PrometheusText.parse("# TYPE m gauge\n" + line + "\nother 1", "m"))
                .containsExactly(new Sample("m", Map.of("a", value, "b", "x, y}"), number));
    }

    @Property(tries = 500)
    void nothing_makes_it_fail(@ForAll String text) {
        assertThat(PrometheusText.parse("m" + text + "\nm 1", "m")).isNotEmpty();
    }

    @Test
    void numbers_may_be_without_end_or_none() {
        assertThat(PrometheusText.parse("m +Inf\nm -Inf\nm NaN\nm 1.5e3\nm x\nm", "m"))
                .extracting(Sample::value)
                .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1500.0);
    }
}
