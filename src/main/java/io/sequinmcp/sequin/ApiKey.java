package io.sequinmcp.sequin;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An API key of the account. Its token is never told by Sequin, not even on creation. */
public record ApiKey(String id, String name, @Nullable Instant createdAt) {
    static ApiKey of(Map<String, Object> raw) {
        Fields fields = new Fields(raw);
        return new ApiKey(fields.textOrEmpty("id"), fields.textOrEmpty("name"), fields.time("inserted_at"));
    }
}
