package io.sequinmcp.connectors;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a connector needs before it may delete something. To apply YAML always takes a plan. */
public enum Confirm {
    /** A plan, made first and looked at; the user's word too, where the client can ask for it. */
    PLAN,
    /** Nothing: the first call deletes. */
    NONE;

    /** As operators write it. */
    static Optional<Confirm> named(String word) {
        return Stream.of(values()).filter(it -> it.word().equals(word)).findFirst();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
