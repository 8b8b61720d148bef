package io.sequinmcp.plans;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.sequinmcp.keys.Encryption;
import io.sequinmcp.store.Handle;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of previews. What destroys something is first shown as a plan; the plan id then stands for "this, as it
 * was shown". A plan is good for ten minutes, for one use, and for the connector it was made for.
 */
@ApplicationScoped
public class Plans {
    /** How long a plan may be used. */
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    /** Kept a while after that, so that a late caller is told what happened to it. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private static final int PURGED_AT_ONCE = 500;

    private final Store store;
    private final Encryption encryption;
    private final Clock clock;
    private final PlanMeters meters;

    public Plans(Store store, Encryption encryption, Clock clock, MeterRegistry registry) {
        this.store = store;
        this.encryption = encryption;
        this.clock = clock;
        this.meters = new PlanMeters(registry);
    }

    /** There from the start, so that its meters are. */
    void start(@Observes StartupEvent start) {}

    public Uni<Plan> create(Draft draft) {
        return store.<Plan>transact(tx -> {
                    Instant now = now();
                    Plan plan = new Plan(
                            Handle.of("plan"), draft.target(), draft.state(), draft.payload(), now.plus(LIFETIME));
                    tx.update(
                            """
                    insert into plan
                    (id, connector, account, kind, target_id, target_name, state, payload, created_at, expires_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                            plan.id(),
                            draft.connector(),
                            draft.account(),
                            plan.target().kind(),
                            plan.target().id(),
                            plan.target().name(),
                            plan.state().toJson(),
                            plan.payload() == null
                                    ? null
                                    : encryption.encrypt(plan.payload(), place(plan.id(), draft.connector())),
                            now,
                            plan.expiresAt());
                    tx.update(
                            """
                    delete from plan where id in (
                        select id from plan where expires_at < ? order by expires_at fetch first ? rows only)""",
                            now.minus(REMEMBERED),
                            PURGED_AT_ONCE);
                    return plan;
                })
                .invoke(plan -> meters.made());
    }

    /** What presenting the plan would come to; it is not used up. */
    public Uni<Taking> find(String connector, String account, String planId, @Nullable Target target) {
        return store.transact(tx -> usable(tx, connector, account, planId, target));
    }

    /**
     * Uses a plan up. Of several callers at once, on any replica, one gets it.
     *
     * @param target what the caller is about to act on, or null when only the plan says it
     */
    public Uni<Taking> take(String connector, String account, String planId, @Nullable Target target) {
        return store.<Taking>transact(tx -> {
                    Taking usable = usable(tx, connector, account, planId, target);
                    if (!(usable instanceof Taking.Taken)) {
                        return usable;
                    }
                    Instant now = now();
                    boolean won =
                            tx.update("update plan set used_at = ? where id = ? and used_at is null", now, planId) == 1;
                    return won ? usable : new Taking.Used(now);
                })
                .invoke(meters::presented);
    }

    private Taking usable(Transaction tx, String connector, String account, String planId, @Nullable Target target)
            throws SQLException {
        Row row = tx.first(
                        "select * from plan where id = ? and connector = ? and account = ?",
                        Row::read,
                        planId,
                        connector,
                        account)
                .orElse(null);
        if (row == null) {
            return new Taking.Unknown();
        }
        if (target != null && !target.isSameAs(row.plan().target())) {
            return new Taking.OtherTarget(row.plan().target());
        }
        if (row.usedAt() != null) {
            return new Taking.Used(row.usedAt());
        }
        if (!now().isBefore(row.plan().expiresAt())) {
            return new Taking.Expired(row.plan().expiresAt());
        }
        try {
            return new Taking.Taken(decrypted(row.plan(), connector));
        } catch (Encryption.UnreadableException e) {
            return new Taking.Unreadable();
        }
    }

    private Plan decrypted(Plan plan, String connector) {
        return plan.payload() == null
                ? plan
                : new Plan(
                        plan.id(),
                        plan.target(),
                        plan.state(),
                        encryption.decrypt(plan.payload(), place(plan.id(), connector)),
                        plan.expiresAt());
    }

    /** A payload is worth nothing in the row of another plan or connector. */
    private static String place(String id, String connector) {
        return "plan " + id + " of " + connector;
    }

    /** As the databases keep it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private record Row(Plan plan, @Nullable Instant usedAt) {
        static Row read(Transaction.Row row) throws SQLException {
            Plan plan = new Plan(
                    row.text("id"),
                    new Target(row.text("kind"), row.text("target_id"), row.text("target_name")),
                    State.fromJson(row.text("state")),
                    row.textOrNull("payload"),
                    row.instant("expires_at"));
            return new Row(plan, row.instantOrNull("used_at"));
        }
    }
}
