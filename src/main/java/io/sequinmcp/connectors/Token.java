package io.sequinmcp.connectors;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The secret part of a connector's URL, {@code smcp_} and 43 base64url characters, which carry 256 random bits; or that
 * of a caller, {@code smct_} and as many. Nothing but its {@link TokenHash} is kept.
 */
public final class Token {
    /** What the token of a connector begins with. */
    public static final String PREFIX = "smcp_";

    /** What the token of a caller begins with. */
    public static final String CALLER_PREFIX = "smct_";

    private static final int BYTES = 32;
    private static final int CHARACTERS = 43;
    private static final MessageDigest UNUSED = sha256();

    private final String text;

    private Token(String text) {
        this.text = text;
    }

    /** The token of a connector written there, or nothing if it has not the form of one. */
    public static Optional<Token> parse(@Nullable String text) {
        return parse(PREFIX, text);
    }

    /** The token of a caller written there, or nothing if it has not the form of one. */
    public static Optional<Token> parseCaller(@Nullable String text) {
        return parse(CALLER_PREFIX, text);
    }

    private static Optional<Token> parse(String prefix, @Nullable String text) {
        return text != null && hasForm(prefix, text) ? Optional.of(new Token(text)) : Optional.empty();
    }

    /** Asked of every request, for which a regular expression takes its time. */
    private static boolean hasForm(String prefix, String text) {
        if (text.length() != prefix.length() + CHARACTERS || !text.startsWith(prefix)) {
            return false;
        }
        for (int i = prefix.length(); i < text.length(); i++) {
            if (!isBase64Url(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBase64Url(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** A new one for a connector. */
    public static Token random(SecureRandom random) {
        return random(PREFIX, random);
    }

    /** A new one for a caller. */
    public static Token randomCaller(SecureRandom random) {
        return random(CALLER_PREFIX, random);
    }

    private static Token random(String prefix, SecureRandom random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return new Token(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    public TokenHash hash() {
        try {
            // Cheaper than to have it looked up among all providers, on every request
            MessageDigest digest = (MessageDigest) UNUSED.clone();
            return TokenHash.of(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this SHA-256 can't be cloned", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The secret itself, for the one who made it. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return text.substring(0, PREFIX.length()) + "…";
    }
}
