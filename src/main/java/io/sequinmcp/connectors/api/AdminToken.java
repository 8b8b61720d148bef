package io.sequinmcp.connectors.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** The token of the one who installed the service, if they gave one; compared in constant time. */
public final class AdminToken {
    private final Optional<byte[]> digest;

    private AdminToken(Optional<byte[]> digest) {
        this.digest = digest;
    }

    public static AdminToken of(String token) {
        return new AdminToken(Optional.of(sha256(token)));
    }

    /** Matches nothing. */
    public static AdminToken none() {
        return new AdminToken(Optional.empty());
    }

    public boolean isGiven() {
        return digest.isPresent();
    }

    boolean matches(String presented) {
        return digest.filter(known -> MessageDigest.isEqual(known, sha256(presented)))
                .isPresent();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "AdminToken[…]";
    }
}
