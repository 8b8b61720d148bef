package io.sequinmcp.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.SecretKey;

/**
 * Encrypts what is kept and nobody may read in the store (Tink, AES-256-GCM). What it makes names the key it was made
 * with, so that keys can change: the current one encrypts, the former ones still decrypt.
 */
@Singleton
public class Encryption {
    private static final String PURPOSE = "data at rest";
    private static final int KEY_BYTES = 32;
    /** Of what Tink makes: a version byte, and the id of the key. */
    private static final int PREFIX_BYTES = 5;

    private final Aead aead;
    private final byte[] currentPrefix;

    public Encryption(ServerKey keys) {
        try {
            AeadConfig.register();
            List<SecretKey> all = keys.keysFor(PURPOSE);
            KeysetHandle.Builder keyset = KeysetHandle.newBuilder();
            Set<Integer> ids = new HashSet<>();
            for (SecretKey key : all) {
                // Of two keys that share an id by an odd chance, the more recent one stays
                if (ids.add(id(key))) {
                    KeysetHandle.Builder.Entry entry =
                            KeysetHandle.importKey(key(key)).withFixedId(id(key));
                    keyset.addEntry(ids.size() == 1 ? entry.makePrimary() : entry);
                }
            }
            aead = keyset.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
            currentPrefix = ByteBuffer.allocate(PREFIX_BYTES)
                    .put((byte) 1)
                    .putInt(id(all.get(0)))
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Encryption could not be set up", e);
        }
    }

    @AccessesPartialKey
    private static AesGcmKey key(SecretKey key) throws GeneralSecurityException {
        return AesGcmKey.builder()
                .setParameters(AesGcmParameters.builder()
                        .setKeySizeBytes(KEY_BYTES)
                        .setIvSizeBytes(12)
                        .setTagSizeBytes(16)
                        .setVariant(AesGcmParameters.Variant.TINK)
                        .build())
                .setIdRequirement(id(key))
                .setKeyBytes(SecretBytes.copyFrom(key.getEncoded(), InsecureSecretKeyAccess.get()))
                .build();
    }

    /** Stays the same over restarts, and says nothing of the key. */
    private static int id(SecretKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("key id " + Base64.getEncoder().encodeToString(key.getEncoded()))
                            .getBytes(StandardCharsets.US_ASCII));
            return ByteBuffer.wrap(digest).getInt() | 1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Encrypts a text.
     *
     * @param place where it is kept, such as a table and key; it can be read back for that place only
     */
    public String encrypt(String text, String place) {
        try {
            return Base64.getEncoder()
                    .encodeToString(aead.encrypt(
                            text.getBytes(StandardCharsets.UTF_8), place.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not encrypt for " + place, e);
        }
    }

    /**
     * Decrypts a text.
     *
     * @throws UnreadableException if no key of this service made it, or it was made for another place
     */
    public String decrypt(String encrypted, String place) {
        try {
            byte[] text = aead.decrypt(Base64.getDecoder().decode(encrypted), place.getBytes(StandardCharsets.UTF_8));
            return new String(text, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnreadableException();
        }
    }

    /** Whether it was made with the current key; anything else is to be encrypted anew. */
    public boolean isCurrent(String encrypted) {
        try {
            byte[] bytes = Base64.getDecoder().decode(encrypted);
            return bytes.length > PREFIX_BYTES && Arrays.equals(Arrays.copyOf(bytes, PREFIX_BYTES), currentPrefix);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What is kept was encrypted with a key that this service does not have, or was tampered with. */
    public static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableException() {
            super(
                    "encrypted with another key: put the former one into SEQUIN_MCP_ENCRYPTION_PREVIOUS_KEYS",
                    null,
                    false,
                    false);
        }
    }
}
