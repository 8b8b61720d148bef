package io.sequinmcp.sandbox.world;

import java.time.Instant;

/** An API token of the account. The token is never shown. */
public record ApiKey(String id, String name, String token, Instant insertedAt) implements Named {
    @Override
    public String toString() {
        return "ApiKey[" + name + "]";
    }
}
