package io.sequinmcp.connectors;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of a {@link Token}, compared in constant time; this is what is stored. */
public final class TokenHash {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{64}");

    private final byte[] digest;

    private TokenHash(byte[] digest) {
        this.digest = digest;
    }

    static TokenHash of(byte[] digest) {
        return new TokenHash(digest);
    }

    /** The hash written there as 64 hexadecimal digits, as {@code sha256sum} prints it. */
    public static Optional<TokenHash> parse(String hex) {
        return FORM.matcher(hex).matches()
                ? Optional.of(new TokenHash(HexFormat.of().parseHex(hex)))
                : Optional.empty();
    }

    public String hex() {
        return HexFormat.of().formatHex(digest);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenHash that && MessageDigest.isEqual(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(digest).getInt();
    }

    @Override
    public String toString() {
        return "TokenHash[…]";
    }
}
