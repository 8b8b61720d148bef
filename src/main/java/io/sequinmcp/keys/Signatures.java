package io.sequinmcp.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Signs what clients keep for us, so that none of it can be made up or changed. It can be read by who has it: nothing
 * secret goes in.
 */
public final class Signatures {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{1,65536})\\.([A-Za-z0-9_-]{43})");
    private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();

    private final SecretKey key;

    /** With the key of that purpose; what was signed for another one is not accepted. */
    public Signatures(ServerKey serverKey, String purpose) {
        this.key = serverKey.keyFor(purpose);
    }

    /** The content as text of letters that go anywhere, URLs and headers too. */
    public String sign(byte[] content) {
        String text = TO_TEXT.encodeToString(content);
        return text + "." + TO_TEXT.encodeToString(signature(text));
    }

    /** The content of a text that {@link #sign} made with the same key; none of any other. */
    public Optional<byte[]> read(String signed) {
        Matcher form = FORM.matcher(signed);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            byte[] claimed = Base64.getUrlDecoder().decode(form.group(2));
            return MessageDigest.isEqual(signature(form.group(1)), claimed)
                    ? Optional.of(Base64.getUrlDecoder().decode(form.group(1)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] signature(String text) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + key.getAlgorithm(), e);
        }
    }
}
