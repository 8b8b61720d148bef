package io.sequinmcp.sandbox.world;

import java.io.Serializable;
import java.time.Instant;

/** Who may use Sequin's console; found by e-mail address. */
public record User(String id, String email, Instant insertedAt) implements Named, Serializable {
    @Override
    public String name() {
        return email;
    }
}
