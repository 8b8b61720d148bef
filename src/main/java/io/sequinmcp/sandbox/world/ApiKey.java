package io.sequinmcp.sandbox.world;

import java.io.Serializable;
import java.time.Instant;

/** An API token of the account. The token is never shown. */
public record ApiKey(String id, String name, String token, Instant insertedAt) implements Named, Serializable {
    @Override
    public String toString() {
        return "ApiKey[" + name + "]";
    }
}
