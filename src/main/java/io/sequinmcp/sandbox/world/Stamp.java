package io.sequinmcp.sandbox.world;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Sequin's two ways to write a time (section 1.1). */
public final class Stamp {
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Stamp() {}

    /** To the second: {@code inserted_at}, {@code updated_at}. */
    public static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** To the microsecond: {@code commit_timestamp} and column values. */
    public static String micros(Instant time) {
        return MICROS.format(time);
    }

    /** Whole seconds written to the microsecond: {@code completed_at}, {@code canceled_at} (recording 440). */
    public static String wholeMicros(Instant time) {
        return MICROS.format(time.truncatedTo(ChronoUnit.SECONDS));
    }
}
