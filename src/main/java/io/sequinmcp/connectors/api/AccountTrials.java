package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sequinmcp.sequin.Account;
import io.sequinmcp.sequin.Reach;
import io.sequinmcp.sequin.Sequin;
import io.sequinmcp.sequin.SequinException;
import io.sequinmcp.sequin.Sequins;
import io.sequinmcp.sequin.ServerInfo;
import io.sequinmcp.sequin.Sink;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tries accounts: whether their Sequin answers, takes the token and calls itself healthy. */
@Singleton
class AccountTrials {
    private static final Duration LONGEST = Duration.ofSeconds(15);
    /** Pages that show every account are not to wear out a Sequin. */
    private static final Duration KEPT = Duration.ofSeconds(15);
    /** What asks for nobody's attention; the states are an open set. */
    private static final Set<String> QUIET = Set.of("healthy", "initializing", "waiting", "paused");

    private final Sequins sequins;
    private final Clock clock;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    AccountTrials(Sequins sequins, Clock clock) {
        this.sequins = sequins;
        this.clock = clock;
    }

    /**
     * How an account is.
     *
     * @param ok whether it can be used
     * @param version of its Sequin, if that tells
     * @param databases how many it has
     * @param sinks how many it has
     * @param unhealthySinks how many of those Sequin calls neither healthy nor on their way there
     * @param problem why it can't be used
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Trial(
            boolean ok,
            @Nullable String version,
            @Nullable Integer databases,
            @Nullable Integer sinks,
            @Nullable Integer unhealthySinks,
            @Nullable String problem,
            Instant checkedAt) {}

    private record Kept(Account account, Uni<Trial> trial) {}

    /** As it is now. */
    Uni<Trial> now(Account account) {
        Sequin sequin = sequins.open(account, Reach.EVERYTHING);
        return Uni.combine()
                .all()
                .unis(
                        sequin.server().health(),
                        sequin.databases().list(),
                        sequin.sinks().list())
                .asTuple()
                .map(all -> trial(all.getItem1(), all.getItem2().size(), all.getItem3()))
                .ifNoItem()
                .after(LONGEST)
                .fail()
                .onFailure(TimeoutException.class)
                .recoverWithItem(
                        () -> failed("Its Sequin did not answer within %d seconds.".formatted(LONGEST.toSeconds())))
                .onFailure(SequinException.class)
                .recoverWithItem(failure -> failed(String.valueOf(failure.getMessage())));
    }

    /** As it was some seconds ago at most. */
    Uni<Trial> lately(Account account) {
        return kept.compute(
                        account.name(),
                        (name, known) -> known != null && known.account().equals(account)
                                ? known
                                : new Kept(
                                        account,
                                        Uni.createFrom()
                                                .deferred(() -> now(account))
                                                .memoize()
                                                .atLeast(KEPT)))
                .trial();
    }

    private Trial trial(ServerInfo server, int databases, List<Sink> sinks) {
        long unhealthy = sinks.stream()
                .filter(sink ->
                        sink.health() != null && !QUIET.contains(sink.health().status()))
                .count();
        return new Trial(
                server.ok(),
                server.version(),
                databases,
                sinks.size(),
                (int) unhealthy,
                server.ok()
                        ? null
                        : "Its Sequin calls itself ill" + (server.error() == null ? "." : ": " + server.error()),
                clock.instant());
    }

    private Trial failed(String problem) {
        return new Trial(false, null, null, null, null, problem, clock.instant());
    }
}
