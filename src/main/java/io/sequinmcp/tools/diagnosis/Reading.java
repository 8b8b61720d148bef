package io.sequinmcp.tools.diagnosis;

import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.SequinException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that was to be read, and what came of it. One that fails is a finding, never the end of the diagnosis.
 *
 * @param value null when it could not be read, or was not to be
 * @param problem why it could not be read; null when it was, or was not to be
 */
public record Reading<T>(@Nullable T value, @Nullable String problem) {
    /** A connection test of Sequin's takes 20 s at worst. */
    private static final Duration LONGEST = Duration.ofSeconds(22);

    static <T> Reading<T> of(T value) {
        return new Reading<>(value, null);
    }

    static <T> Reading<T> none() {
        return new Reading<>(null, null);
    }

    /** Never fails. What is out of the connector's reach was not to be read. */
    static <T> Uni<Reading<T>> by(Uni<T> reading) {
        return reading.map(Reading::of)
                .ifNoItem()
                .after(LONGEST)
                .recoverWithItem(() -> new Reading<>(null, "no answer within " + LONGEST.toSeconds() + " s"))
                .onFailure()
                .recoverWithItem(failure -> {
                    if (failure instanceof SequinException known) {
                        return known.problem().code() == Problem.Code.NOT_FOUND
                                ? none()
                                : new Reading<>(null, known.problem().message());
                    }
                    return new Reading<>(null, "this service failed");
                });
    }

    Optional<T> read() {
        return Optional.ofNullable(value);
    }

    <R> Optional<R> read(Function<T, @Nullable R> part) {
        return value == null ? Optional.empty() : Optional.ofNullable(part.apply(value));
    }
}
