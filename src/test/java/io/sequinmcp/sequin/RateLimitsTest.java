package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a proxy's words on rate limits are read, in each of their three forms, and that nothing malformed is. */
class RateLimitsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    private static @Nullable RateLimit read(String... headers) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            values.put(headers[i].toLowerCase(Locale.ROOT), headers[i + 1]);
        }
        return RateLimits.of(name -> values.get(name.toLowerCase(Locale.ROOT)), CLOCK);
    }

    @Test
    void says_nothing_where_nothing_is_said() {
        assertThat(read()).isNull();
    }

    @Test
    void reads_the_list_form() {
        assertThat(read("RateLimit-Policy", "\"default\";q=100;w=10", "RateLimit", "\"default\";r=50;t=30"))
                .isEqualTo(new RateLimit(30L, 100L, 50L, 10L, "RateLimit"));
    }

    @Test
    void of_several_quotas_takes_the_one_with_the_least_left() {
        assertThat(read(
                        "RateLimit-Policy",
                        "\"burst\";q=10;w=1, \"daily\";q=1000;w=86400;qu=\"requests\";pk=:cHk=:",
                        "RateLimit",
                        "\"burst\";r=5;t=1, \"daily\";r=0;t=3600"))
                .isEqualTo(new RateLimit(3600L, 1000L, 0L, 86400L, "RateLimit"));
    }

    @Test
    void reads_the_older_headers() {
        assertThat(read("RateLimit-Limit", "100, 100;w=60", "RateLimit-Remaining", "0", "RateLimit-Reset", "17"))
                .isEqualTo(new RateLimit(17L, 100L, 0L, 60L, "RateLimit-Limit"));
        assertThat(read("X-RateLimit-Limit", "60", "X-RateLimit-Remaining", "3", "X-RateLimit-Reset", "1795348860"))
                .isEqualTo(new RateLimit(60L, 60L, 3L, null, "X-RateLimit-Limit"));
    }

    @Test
    void retry_after_takes_precedence() {
        assertThat(read("Retry-After", "7", "RateLimit", "\"default\";r=0;t=30"))
                .isEqualTo(new RateLimit(7L, null, 0L, null, "RateLimit"));
        assertThat(read("Retry-After", "7")).isEqualTo(new RateLimit(7L, null, null, null, "Retry-After"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Sun, 22 Nov 2026 12:00:30 GMT|30", "Sun, 22 Nov 2026 11:00:00 GMT|0", "0|0", "120|120"})
    void reads_retry_after_as_seconds_or_date(String field, long seconds) {
        RateLimit limit = read("Retry-After", field);

        assertThat(limit).isNotNull().extracting(RateLimit::retryAfterSeconds).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"default\";r=",
                "\"default\";r=-1",
                "\"default\";r=x",
                "default;r=5;",
                "\"unclosed;r=5",
                "\"a\";r=5,",
                "\"a\";r=1234567890123456",
                "(\"a\" \"b\");r=5",
                "\"a\";R=5",
                "\"a\" r=5",
                "🙂"
            })
    void ignores_a_malformed_field(String field) {
        assertThat(read("RateLimit", field)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "Sun, 99 Nov 2026 12:00:30 GMT", "99999999999999999999", ""})
    void ignores_a_malformed_retry_after(String field) {
        assertThat(read("Retry-After", field)).isNull();
    }

    @Property
    void survives_anything(@ForAll("fields") String field) {
        for (String name : new String[] {
            "RateLimit", "RateLimit-Policy", "RateLimit-Limit", "RateLimit-Reset", "X-RateLimit-Reset", "Retry-After"
        }) {
            assertThatCode(() -> {
                        RateLimit limit = read(name, field);
                        if (limit != null && limit.retryAfterSeconds() != null) {
                            assertThat(limit.retryAfterSeconds()).isNotNegative();
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    @Provide
    Arbitrary<String> fields() {
        Arbitrary<String> likely = Arbitraries.of(
                        "\"a\"", ";", "r=5", "t=", "1", ",", " ", ":YQ==:", "w=10", "-", "?1", "q")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(likely, Arbitraries.strings().ofMaxLength(60));
    }

    @Property
    void reads_back_what_a_server_writes(
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999L) long remaining,
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999L) long reset,
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999L) long quota,
            @ForAll("names") String name) {
        String quoted = "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";

        RateLimit limit = read(
                "RateLimit-Policy",
                quoted + ";q=" + quota + ";w=60",
                "RateLimit",
                quoted + ";r=" + remaining + ";t=" + reset);

        assertThat(limit).isEqualTo(new RateLimit(reset, quota, remaining, 60L, "RateLimit"));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20);
    }
}
