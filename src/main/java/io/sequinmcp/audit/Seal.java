package io.sequinmcp.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Makes the hashes of a chain: HMAC-SHA256 under a key of this service, over the hash of the record before and every
 * field of the record, each with its length. Whoever can write to the database but lacks the key can't make a chain
 * that holds. Not for several threads.
 */
final class Seal {
    /** What the keys are derived for; see {@link io.sequinmcp.keys.ServerKey#keysFor}. */
    static final String PURPOSE = "audit";

    private final Mac mac;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream(512);
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    Seal(SecretKey key) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Of a record behind the one with that hash. */
    Hash next(Hash before, int chain, long seq, Entry entry) {
        content.reset();
        content.writeBytes(before.bytes());
        put(chain);
        put(seq);
        put(micros(entry.at()));
        put(entry.kind().word());
        put(entry.requestId());
        Entry.Actor actor = entry.actor();
        put(actor.connector());
        put(actor.connectorName());
        put(actor.account());
        put(actor.caller());
        put(actor.address());
        put(actor.client());
        put(actor.clientVersion());
        Entry.Act act = entry.act();
        put(act.operation());
        put(act.arguments());
        put(act.resourceKind());
        put(act.resourceId());
        put(act.resourceName());
        put(act.planId());
        Entry.Result result = entry.result();
        put(result.outcome().word());
        put(result.code());
        put(result.detail());
        put(result.durationMicros() == null ? -1 : result.durationMicros());
        put(entry.times());
        put(result.intent());
        return new Hash(mac.doFinal(content.toByteArray()));
    }

    /** Of a checkpoint: that this service, and nobody else, removed what was before. */
    Hash checkpoint(int chain, long seq, Hash hash) {
        content.reset();
        put("checkpoint");
        put(chain);
        put(seq);
        content.writeBytes(hash.bytes());
        return new Hash(mac.doFinal(content.toByteArray()));
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private void put(long value) {
        content.writeBytes(number.clear().putLong(value).array());
    }

    private void put(@Nullable String text) {
        if (text == null) {
            put(-1L);
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            put((long) bytes.length);
            content.writeBytes(bytes);
        }
    }
}
