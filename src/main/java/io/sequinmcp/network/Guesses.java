package io.sequinmcp.network;

import io.netty.util.NetUtil;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down whoever guesses: after some failures from one address the next ones have to wait, for a while that
 * doubles. Of IPv6, everybody has a whole network of 64 bits to guess from, so that counts as one address.
 */
public final class Guesses {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final int MOST_ADDRESSES = 10_000;
    private static final int IPV6_NETWORK_BYTES = 8;

    private final Clock clock;
    private final int free;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    /** @param free how many failures go without a pause */
    public Guesses(Clock clock, int free) {
        this.clock = clock;
        this.free = free;
    }

    /** How long no guess may be made from that address; zero if one may. */
    public Duration pause(String address) {
        Failures known;
        synchronized (failures) {
            known = failures.get(source(address));
        }
        Instant now = clock.instant();
        return known == null || !known.until().isAfter(now) ? Duration.ZERO : Duration.between(now, known.until());
    }

    /** Counts a failure. Who was quiet for long enough starts anew. */
    public void failed(String address) {
        String source = source(address);
        Instant now = clock.instant();
        synchronized (failures) {
            // Put anew, so that the eldest is the one that was quiet for longest
            Failures before = failures.remove(source);
            int count = before == null || now.isAfter(before.until().plus(LONGEST_PAUSE)) ? 1 : before.count() + 1;
            failures.put(source, new Failures(count, now.plus(pauseAfter(count))));
        }
    }

    private static String source(String address) {
        return AddressRange.bytes(address)
                .filter(bytes -> bytes.length == 16)
                .map(bytes -> NetUtil.bytesToIpAddress(Arrays.copyOf(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES), 16)))
                .orElse(address);
    }

    private Duration pauseAfter(int count) {
        if (count < free) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(count - free, 20));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private record Failures(int count, Instant until) {}
}
