package io.sequinmcp.deliveries;

import io.quarkus.runtime.util.HashUtil;
import io.sequinmcp.sequin.Message;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the ledger keeps of a message. */
record Entry(
        String ackId,
        @Nullable String idempotencyKey,
        @Nullable String action,
        @Nullable String table,
        @Nullable String primaryKeys) {

    private static final int LONGEST_KEY = 200;

    static Entry of(Message message) {
        return new Entry(
                message.ackId(),
                key(message.idempotencyKey()),
                bounded(message.action(), 20),
                bounded(message.table(), 255),
                primaryKeys(message.primaryKeys()));
    }

    /** None or one. */
    Stream<String> idempotencyKeys() {
        return Stream.ofNullable(idempotencyKey);
    }

    /** That of a backfilled row holds the whole primary key, however long. */
    private static @Nullable String key(@Nullable String key) {
        return key == null || key.length() <= LONGEST_KEY
                ? bounded(key, LONGEST_KEY)
                : "sha256:" + HashUtil.sha256(key);
    }

    /** Null when too long to be worth keeping. */
    private static @Nullable String primaryKeys(List<String> primaryKeys) {
        String json = new JsonArray(primaryKeys).encode();
        return json.length() > 1000 ? null : json;
    }

    static List<String> primaryKeys(@Nullable String json) {
        return json == null
                ? List.of()
                : new JsonArray(json).stream().map(String::valueOf).toList();
    }

    /** A transform may have put anything there: PostgreSQL keeps no NUL, and columns have an end. */
    static @Nullable String bounded(@Nullable String text, int length) {
        if (text == null) {
            return null;
        }
        String clean = text.replace("\0", "");
        return clean.length() <= length ? clean : clean.substring(0, length);
    }
}
