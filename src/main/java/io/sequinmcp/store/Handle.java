package io.sequinmcp.store;

import java.security.SecureRandom;

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
        StringBuilder handle = new StringBuilder(prefix).append('_');
        RANDOM.ints(LENGTH, 0, SYMBOLS.length()).mapToObj(SYMBOLS::charAt).forEach(handle::append);
        return handle.toString();
    }
}
