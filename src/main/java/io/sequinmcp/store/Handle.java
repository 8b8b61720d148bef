package io.sequinmcp.store;

import java.security.SecureRandom;
import java.time.Instant;

/**
 * The name of a row that an agent hands back to us: short, in one case, and not to be guessed. It is no right by
 * itself; whose it is, is looked at on every use.
 */
public final class Handle {
    /** No vowels, so that it spells nothing, and nothing that looks like something else. */
    private static final String SYMBOLS = "bcdfghjkmnpqrstvwxz23456789";

    private static final int LENGTH = 14;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Handle() {}

    /** A new one, such as {@code dlv_4kx9…}; 66 bits of chance. */
    public static String of(String prefix) {
        return chance(new StringBuilder(prefix).append('_')).toString();
    }

    /**
     * The same with three symbols more in front, the second in which it was made. For what comes often and is looked
     * for while it is young: it stands in an index beside what was made when it was, so that only a few pages of that
     * are in use, not all of them.
     */
    public static String of(String prefix, Instant now) {
        StringBuilder handle = new StringBuilder(prefix).append('_');
        int base = SYMBOLS.length();
        int second = (int) Math.floorMod(now.getEpochSecond(), (long) base * base * base);
        handle.append(SYMBOLS.charAt(second / (base * base)))
                .append(SYMBOLS.charAt(second / base % base))
                .append(SYMBOLS.charAt(second % base));
        return chance(handle).toString();
    }

    private static StringBuilder chance(StringBuilder handle) {
        for (int i = 0; i < LENGTH; i++) {
            handle.append(SYMBOLS.charAt(RANDOM.nextInt(SYMBOLS.length())));
        }
        return handle;
    }
}
