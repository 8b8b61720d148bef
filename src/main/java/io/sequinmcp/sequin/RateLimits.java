package io.sequinmcp.sequin;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an answer says about its rate limit. Sequin itself never says anything; a proxy in front of it may, in one
 * of three ways: {@code RateLimit} with {@code RateLimit-Policy} (the IETF draft since 08),
 * {@code RateLimit-Limit/-Remaining/-Reset} (until 06) or {@code X-RateLimit-*}. What is malformed is ignored.
 */
final class RateLimits {
    private static final Pattern LEADING_COUNT = Pattern.compile("\\s*(\\d{1,15})(?:\\.\\d+)?\\s*(?:[,;].*)?");
    private static final Pattern WINDOW = Pattern.compile(";\\s*w(?:indow)?=(\\d{1,9})\\b");

    /** A reset above this many seconds is a point in time, not a delay: nobody waits for thirty years. */
    private static final long EPOCH_FROM = 1_000_000_000L;

    private static final long EPOCH_MILLIS_FROM = 1_000_000_000_000L;

    private final UnaryOperator<@Nullable String> headers;
    private final Clock clock;

    private RateLimits(UnaryOperator<@Nullable String> headers, Clock clock) {
        this.headers = headers;
        this.clock = clock;
    }

    /**
     * What these headers say, or null if they say nothing.
     *
     * @param headers gives a header's value by its name, several of one name joined by commas, null if absent
     */
    static @Nullable RateLimit of(UnaryOperator<@Nullable String> headers, Clock clock) {
        return new RateLimits(headers, clock).read();
    }

    private @Nullable RateLimit read() {
        Optional<RateLimit> quota = Stream.of(current(), older("RateLimit-"), older("X-RateLimit-"))
                .flatMap(Optional::stream)
                .findFirst();
        Long retryAfter = retryAfter();
        if (retryAfter == null) {
            return quota.orElse(null);
        }
        // Retry-After takes precedence over whatever a quota says of its reset
        return quota.map(known -> new RateLimit(
                        retryAfter, known.limit(), known.remaining(), known.windowSeconds(), known.source()))
                .orElse(new RateLimit(retryAfter, null, null, null, "Retry-After"));
    }

    /** The list form. Of several quotas the one counts that has the least left. */
    private Optional<RateLimit> current() {
        List<StructuredList.Item> quotas = list("RateLimit").stream()
                .filter(item -> item.count("r") != null)
                .toList();
        List<StructuredList.Item> policies = list("RateLimit-Policy").stream()
                .filter(item -> item.count("q") != null)
                .toList();
        Optional<StructuredList.Item> tightest = quotas.stream()
                .min(Comparator.comparing(
                        item -> item.parameters().get("r") instanceof Long left ? left : Long.MAX_VALUE));
        Optional<StructuredList.Item> policy = policies.stream()
                .filter(item -> tightest.isEmpty() || tightest.get().text().equals(item.text()))
                .findFirst();
        if (tightest.isEmpty() && policy.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RateLimit(
                tightest.map(item -> item.count("t")).orElse(null),
                policy.map(item -> item.count("q")).orElse(null),
                tightest.map(item -> item.count("r")).orElse(null),
                policy.map(item -> item.count("w")).orElse(null),
                tightest.isPresent() ? "RateLimit" : "RateLimit-Policy"));
    }

    private List<StructuredList.Item> list(String name) {
        String field = headers.apply(name);
        return field == null ? List.of() : StructuredList.parse(field).orElse(List.of());
    }

    private Optional<RateLimit> older(String prefix) {
        String limitField = headers.apply(prefix + "Limit");
        Long limit = count(limitField);
        Long remaining = count(headers.apply(prefix + "Remaining"));
        Long reset = delay(count(headers.apply(prefix + "Reset")));
        if (limit == null && remaining == null && reset == null) {
            return Optional.empty();
        }
        return Optional.of(new RateLimit(
                reset, limit, remaining, limitField == null ? null : window(limitField), prefix + "Limit"));
    }

    private static @Nullable Long count(@Nullable String field) {
        if (field == null) {
            return null;
        }
        Matcher matcher = LEADING_COUNT.matcher(field);
        return matcher.matches() ? Long.valueOf(matcher.group(1)) : null;
    }

    private static @Nullable Long window(String limitField) {
        Matcher matcher = WINDOW.matcher(limitField);
        return matcher.find() ? Long.valueOf(matcher.group(1)) : null;
    }

    /** A delay in seconds; some servers send a point in time instead, in seconds or milliseconds. */
    private @Nullable Long delay(@Nullable Long reset) {
        if (reset == null || reset < EPOCH_FROM) {
            return reset;
        }
        long seconds = reset >= EPOCH_MILLIS_FROM ? reset / 1000 : reset;
        return Math.max(0, seconds - clock.instant().getEpochSecond());
    }

    /** Seconds, or an HTTP date (RFC 9110, 10.2.3). */
    private @Nullable Long retryAfter() {
        String field = headers.apply("Retry-After");
        if (field == null) {
            return null;
        }
        Long seconds = count(field);
        if (seconds != null) {
            return seconds;
        }
        try {
            ZonedDateTime date =
                    ZonedDateTime.parse(field.strip(), DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT));
            return Math.max(0, Duration.between(clock.instant(), date).toSeconds());
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
