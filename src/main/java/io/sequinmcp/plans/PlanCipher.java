package io.sequinmcp.plans;

import io.sequinmcp.platform.ServerKey;
import jakarta.inject.Singleton;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what is kept with a plan (AES-256-GCM): a YAML may hold passwords, and the store is not the place for them.
 * Bound to the connector, so that a payload is worth nothing in a row of another.
 */
@Singleton
public class PlanCipher {
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    public PlanCipher(ServerKey keys) {
        this.key = new SecretKeySpec(keys.keyFor("plan payload").getEncoded(), "AES");
    }

    public String encrypt(String connector, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] secret = run(Cipher.ENCRYPT_MODE, connector, nonce, text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(nonce.length + secret.length)
                        .put(nonce)
                        .put(secret)
                        .array());
    }

    /** @throws IllegalStateException if it was encrypted for another connector or with another key, or is no payload */
    public String decrypt(String connector, @Nullable String payload) {
        if (payload == null) {
            throw new IllegalStateException("the plan has no payload");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] secret;
        try {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Base64.getDecoder().decode(payload)).get(nonce);
            secret = new byte[bytes.remaining()];
            bytes.get(secret);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new IllegalStateException("the payload of a plan is none", e);
        }
        return new String(run(Cipher.DECRYPT_MODE, connector, nonce, secret), StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, String connector, byte[] nonce, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(connector.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the payload of a plan can't be read", e);
        }
    }
}
