package io.sequinmcp.sandbox.world;

import java.io.Serializable;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;

/** Version 4 UUIDs in an order that the seed decides, so that two runs of one seed make the same world. */
public final class Ids implements Serializable {
    private static final Pattern V4 = Pattern.compile(
            "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final Pattern ANY =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

    private final Random random;

    public Ids(long seed) {
        this.random = new Random(seed);
    }

    public String next() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /** Whether a value in place of an id or name is taken for an id (section 1.1). */
    public static boolean isV4(String value) {
        return V4.matcher(value).matches();
    }

    /** Whether a value is a UUID of any version, in any case. */
    public static boolean isUuid(String value) {
        return ANY.matcher(value).matches();
    }
}
