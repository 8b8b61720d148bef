package io.sequinmcp.platform;

import io.sequinmcp.connectors.Accounts;
import io.sequinmcp.sequin.Account;
import io.sequinmcp.sequin.Reach;
import io.sequinmcp.sequin.SequinException;
import io.sequinmcp.sequin.Sequins;
import io.sequinmcp.sequin.ServerInfo;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How the Sequin of each account was when somebody last looked. Looked at only when asked for, and again after half a
 * minute at the earliest, so that neither probes nor people wear it out.
 */
@Singleton
public class SequinLooks {
    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);
    /** Accounts that are looked at; the health of more would be no help to anybody. */
    private static final int MOST = 50;

    private final Accounts accounts;
    private final Sequins sequins;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    SequinLooks(Accounts accounts, Sequins sequins, Clock clock) {
        this.accounts = accounts;
        this.sequins = sequins;
        this.clock = clock;
    }

    /**
     * One look.
     *
     * @param reachable null while nobody knows
     * @param version of Sequin, if it tells
     * @param problem why it can't be used, if it can't
     */
    public record Look(
            String account, @Nullable Boolean reachable, @Nullable String version, @Nullable String problem) {}

    /** @param patience how long to wait for looks that are under way; what isn't known by then is shown as not known */
    public Uni<List<Look>> looks(Duration patience) {
        List<Uni<Look>> all = accounts.names().stream()
                .limit(MOST)
                .flatMap(name -> accounts.named(name).stream())
                .map(account -> look(account)
                        .ifNoItem()
                        .after(patience)
                        .recoverWithItem(new Look(account.name(), null, null, null)))
                .toList();
        known.keySet().retainAll(accounts.names());
        return all.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join().all(all).andFailFast();
    }

    private Uni<Look> look(Account account) {
        return known.compute(
                        account.name(),
                        (name, before) -> before != null && before.isOf(account, clock.instant())
                                ? before
                                : new Known(account, clock.instant().plus(KEPT), taken(account)))
                .look();
    }

    private Uni<Look> taken(Account account) {
        return Uni.createFrom()
                .deferred(() -> sequins.open(account, Reach.EVERYTHING).server().health())
                .map(SequinLooks::of)
                .ifNoItem()
                .after(LONGEST_LOOK)
                .recoverWithItem(new Look(account.name(), false, null, "It did not answer in time."))
                .onFailure()
                .recoverWithItem(failure -> new Look(account.name(), false, null, why(failure)))
                .memoize()
                .indefinitely();
    }

    private static Look of(ServerInfo server) {
        return new Look(
                server.account(),
                true,
                Optional.ofNullable(server.version()).orElse(server.revision()),
                server.ok() ? null : server.error());
    }

    private static String why(Throwable failure) {
        return failure instanceof SequinException told
                ? told.problem().message()
                : "This service failed; its log says why.";
    }

    private record Known(Account account, Instant until, Uni<Look> look) {
        boolean isOf(Account now, Instant instant) {
            return account.equals(now) && instant.isBefore(until);
        }
    }
}
