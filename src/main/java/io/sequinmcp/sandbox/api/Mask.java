package io.sequinmcp.sandbox.api;

/** Sequin's way to hide a secret while showing how long it is (section 3.4). */
final class Mask {
    private static final int MOST_STARS = 20;

    private Mask() {}

    static String of(String secret) {
        int length = secret.length();
        if (length <= 5) {
            return "*".repeat(length);
        }
        String last = secret.substring(length - 1);
        return length < 10
                ? secret.charAt(0) + "*".repeat(length - 2) + last
                : secret.substring(0, 3) + "*".repeat(Math.min(length - 4, MOST_STARS)) + last;
    }

    static String unless(boolean shown, String secret) {
        return shown ? secret : of(secret);
    }
}
