package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shapes of an error, E1 to E8, as a real Sequin sent them, and what proxies make of them. */
class ErrorBodyTest {
    private static ErrorBody of(int recording) {
        Recording recorded = Recording.number(recording);
        return ErrorBody.of(recorded.contentType(), recorded.text().getBytes(StandardCharsets.UTF_8));
    }

    private static ErrorBody of(String type, String body) {
        return ErrorBody.of(type, body.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Recording> errors() {
        return Recording.all().stream().filter(recording -> recording.status() >= 300);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void every_recorded_error_has_a_known_shape(Recording recording) {
        ErrorBody body = ErrorBody.of(recording.contentType(), recording.text().getBytes(StandardCharsets.UTF_8));

        assertThat(body.fromSequin()).isTrue();
        boolean bare = recording.name().equals("databases-refresh-tables-wrong-password");
        assertThat(body.byFramework() || !body.words().isEmpty() || bare).isTrue();
        assertThat(body.words()).doesNotContain("{\"", "validation_errors", "\n");
    }

    @Test
    void e1_has_a_summary() {
        assertThat(of(202).summary()).isEqualTo("Not found: No `consumer` found matching the provided ID or name");
    }

    @Test
    void e2_may_have_no_summary_but_a_code() {
        assertThat(of(75).words()).isEqualTo("name Database name must be unique");
        assertThat(of(53).detail()).isEqualTo("nxdomain");
    }

    @Test
    void e3_is_flattened_under_public_names() {
        assertThat(of(204).fieldErrors())
                .containsOnlyKeys("name", "database", "destination")
                .containsEntry("destination", List.of("can't be blank"));
        assertThat(of(239).fieldErrors())
                .containsOnlyKeys("destination.hosts", "routing")
                .containsEntry("routing", List.of("is required"));
        assertThat(of(216).fieldErrors())
                .containsOnlyKeys("exclude_tables")
                .containsEntry("exclude_tables", List.of("cannot be set when include_tables is set"));
        assertThat(of(94).fieldErrors()).containsOnlyKeys("status");
        assertThat(of(429).fieldErrors()).containsOnlyKeys("sink_id_or_name");
    }

    @Test
    void lists_of_objects_are_flattened() {
        ErrorBody body = of(
                "application/json",
                "{\"summary\":\"Validation failed\",\"validation_errors\":{\"source_tables\":[{},{\"group_column_attnums\":"
                        + "[\"is bad\"]}]}}");

        assertThat(body.fieldErrors()).containsEntry("tables[1].group_column_names", List.of("is bad"));
    }

    @Test
    void e4_to_e6_say_error_reason_or_nothing() {
        assertThat(of(120).words()).startsWith("Cannot delete database");
        assertThat(of(82).words()).contains("econnrefused");
        assertThat(of(100).words()).isEmpty();
    }

    @Test
    void e7_is_the_framework_in_json_or_plain() {
        assertThat(of(25).byFramework()).isTrue();
        assertThat(of(24).byFramework()).isTrue();
        assertThat(of(21).byFramework()).isTrue();
    }

    @Test
    void e8_comes_without_a_content_type() {
        assertThat(Recording.number(561).contentType()).isEmpty();
        assertThat(of(561).words()).contains("No connection to Redis");
    }

    @Test
    void a_proxys_page_is_read_for_its_words_only() {
        ErrorBody body = of(
                "text/html",
                "<html><head><title>x</title><style>p{}</style></head><body><h1>502 Bad Gateway</h1><script>evil()</script>"
                        + "<hr>nginx</body></html>");

        assertThat(body.fromSequin()).isFalse();
        assertThat(body.words()).isEqualTo("502 Bad Gateway nginx");
    }

    /** To look again and again for an end that isn't there took seconds. */
    @Test
    void a_script_without_an_end_goes_to_the_end() {
        assertThat(of("text/html", "<h1>502</h1>" + "<script x".repeat(7_000)).words())
                .isEqualTo("502");
        assertThat(of("text/html", "<html><head><title>x</title><body><p>Gone").words())
                .isEqualTo("Gone");
        assertThat(of("text/html", "<header>Gone</header>").words()).isEqualTo("Gone");
    }

    @Test
    void an_oversized_body_is_not_read() {
        ErrorBody body = of("application/json", "{\"summary\":\"" + "x".repeat(200_000) + "\"}");

        assertThat(body.words()).isEmpty();
        assertThat(body.fromSequin()).isFalse();
    }

    @Test
    void words_are_cut_at_a_kilobyte_and_hold_nothing_unseen() {
        ErrorBody body = of(
                "application/json",
                "{\"summary\":\"a\\u0000b\\u001b[31mc\\u202Ed\\u200be\\nf" + "ü".repeat(5_000) + "\"}");

        assertThat(body.words()).startsWith("ab[31mcde fü").endsWith("(cut)");
        assertThat(body.words().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(UpstreamText.MAX_BYTES);
    }

    @Test
    void what_says_it_is_json_and_is_not_is_text() {
        assertThat(of("application/json", "{\"summary\": \"cut o").words()).contains("cut o");
        assertThat(of("application/json", "").words()).isEmpty();
        assertThat(of("application/json", "[1,2]").words()).isEqualTo("[1,2]");
    }

    @Test
    void depth_and_number_of_complaints_are_limited() {
        String deep = "{\"a\":".repeat(1000) + "[\"x\"]" + "}".repeat(1000);
        assertThat(of("application/json", "{\"validation_errors\":" + deep + "}")
                        .fieldErrors())
                .isEmpty();
        StringBuilder wide = new StringBuilder("{\"validation_errors\":{");
        for (int i = 0; i < 2000; i++) {
            wide.append(i == 0 ? "" : ",").append("\"f").append(i).append("\":[\"x\"]");
        }
        assertThat(of("application/json", wide.append("}}").toString()).fieldErrors())
                .hasSizeLessThanOrEqualTo(50);
    }

    @Property
    void survives_anything(@ForAll byte[] body, @ForAll boolean json) {
        ErrorBody read = ErrorBody.of(json ? "application/json" : "text/html", body);

        assertThat(read.words().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(UpstreamText.MAX_BYTES);
        assertThat(read.words().chars()).noneMatch(Character::isISOControl);
    }
}
