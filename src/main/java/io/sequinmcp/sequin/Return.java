package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.generated.model.AckRequest;
import io.sequinmcp.sequin.generated.model.Success;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Hands leased messages back that nobody took. Sequin knows no owner of a lease (section 8.3), so a nack that comes
 * after it could take the messages from whoever has them by then: this one is tried only while the lease surely lasts.
 */
final class Return {
    private static final Logger LOG = Logger.getLogger(Return.class);

    /**
     * Counted from when Sequin's answer was here. With the longest that the answer itself can have taken, less than the
     * 30 s of a lease.
     */
    static final Duration WITHIN = Duration.ofSeconds(15);

    private final AccountClient client;

    Return(AccountClient client) {
        this.client = client;
    }

    /**
     * Nacks, again if need be, and goes on with it when the subscriber leaves. Has a time of its own: the call may be
     * at its end.
     *
     * @param ackIds those of the batch that are to go back
     */
    Uni<Success> of(Batch batch, Collection<String> ackIds) {
        AckRequest request = new AckRequest().ackIds(List.copyOf(ackIds));
        Instant until = batch.at().plus(WITHIN);
        Uni<Success> nack = client.unlimited(Effort.REPEATABLE, "hand messages back", () -> {
            Duration left = Duration.between(client.clock().instant(), until);
            if (left.isNegative() || left.isZero()) {
                return Uni.createFrom().failure(Return::tooLate);
            }
            return client.streams
                    .nackMessages(batch.consumer().id(), request)
                    .ifNoItem()
                    .after(left)
                    .fail();
        });
        return Custody.of(nack, done -> {});
    }

    /** For messages that nobody waits for any more. */
    void inBackground(Batch batch) {
        if (batch.messages().isEmpty()) {
            return;
        }
        of(batch, batch.ackIds())
                .subscribe()
                .with(
                        done -> LOG.debugf(
                                "Handed back %d messages nobody waited for",
                                batch.messages().size()),
                        failure -> LOG.warnf(
                                "%d messages of sink %s stay leased until their lease is over: %s",
                                batch.messages().size(), batch.consumer().name(), failure.getMessage()));
    }

    private static SequinException tooLate() {
        return Problem.of(Code.STALE, "The lease may be over, so the messages come back by themselves.")
                .toException();
    }
}
