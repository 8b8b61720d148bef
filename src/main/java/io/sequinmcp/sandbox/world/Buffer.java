package io.sequinmcp.sandbox.world;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A sink's messages, with the leases of whoever received them (section 8.3). */
public final class Buffer implements Serializable {
    /** How long a delivered message stays out of sight when nobody acks it. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    /** From this age on a message survives a restart of its buffer, with its ack id. */
    private static final Duration PERSISTED_AFTER = Duration.ofMinutes(2);

    /** Real buffers hold 50,000; nobody reads so many in a sandbox. */
    private static final int CAPACITY = 5_000;

    private static final Comparator<Message> ORDER = Comparator.comparing(
                    (Message message) -> message.change().isRead())
            .thenComparing(message -> orZero(message.change().lsn()))
            .thenComparing(message -> orZero(message.change().index()));

    private final Ids ids;
    private final List<Message> messages = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    Buffer(Ids ids) {
        this.ids = ids;
    }

    private static long orZero(@Nullable Number number) {
        return number == null ? 0 : number.longValue();
    }

    /** Takes an event in, unless it is there already or the buffer is full. */
    void add(Change change, @Nullable String group, Instant now) {
        String key = change.idempotencyKey();
        if (messages.size() < CAPACITY && keys.add(key)) {
            Message message = new Message(ids.next(), change, group, now);
            boolean inOrder = messages.isEmpty() || ORDER.compare(messages.get(messages.size() - 1), message) <= 0;
            messages.add(message);
            if (!inOrder) {
                messages.sort(ORDER);
            }
        }
    }

    /** Leases up to {@code most} messages, at most one of each group, none whose group has an earlier one open. */
    public List<Message> receive(int most, Instant now) {
        messages.forEach(message -> message.releaseIfDeliveredBefore(now.minus(LEASE)));
        Set<String> blocked = messages.stream()
                .filter(Message::inFlight)
                .map(Buffer::groupOf)
                .collect(Collectors.toCollection(HashSet::new));
        List<Message> batch = new ArrayList<>();
        for (Message message : messages) {
            if (batch.size() < most && !message.inFlight() && blocked.add(groupOf(message))) {
                message.lease(now);
                batch.add(message);
            }
        }
        return batch;
    }

    private static String groupOf(Message message) {
        return message.group() == null ? message.ackId() : message.group();
    }

    /** Removes messages, whoever holds them; ids it doesn't have are ignored, and so are ids in upper case. */
    public void ack(Collection<String> ackIds) {
        Set<String> acked = Set.copyOf(ackIds);
        removeIf(message -> acked.contains(message.ackId()));
    }

    public void nack(Collection<String> ackIds) {
        messages.stream().filter(message -> ackIds.contains(message.ackId())).forEach(Message::release);
    }

    public boolean isEmpty() {
        return messages.isEmpty();
    }

    public int size() {
        return messages.size();
    }

    void clear() {
        messages.clear();
        keys.clear();
    }

    private void removeIf(Predicate<Message> gone) {
        messages.removeIf(message -> {
            boolean goes = gone.test(message);
            if (goes) {
                keys.remove(message.change().idempotencyKey());
            }
            return goes;
        });
    }

    boolean holdsReadsOf(String backfillId) {
        return messages.stream()
                .anyMatch(message -> backfillId.equals(message.change().origin()));
    }

    /** The log position of the oldest change that is not acked. */
    OptionalLong oldestPosition() {
        return messages.stream()
                .map(message -> message.change().lsn())
                .flatMapToLong(lsn -> lsn == null ? LongStream.empty() : LongStream.of(lsn))
                .min();
    }

    /** What a restart of the buffer does: changes that were not persisted yet are gone, to be read again. */
    void restart(Instant now) {
        removeIf(message -> !message.change().isRead() && message.bufferedAt().isAfter(now.minus(PERSISTED_AFTER)));
        messages.forEach(Message::release);
    }
}
