package io.sequinmcp.connectors;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What someone who signs in may do. Each may what the one before it may. */
public enum Role {
    /** Sees accounts, connectors and the audit, and no secret. */
    VIEWER,
    /** Makes, changes and revokes connectors. */
    OPERATOR,
    /** Manages accounts and caller tokens too. */
    ADMIN;

    /** Those names are what the annotations of the admin API take. */
    public static final String VIEWER_NAME = "viewer";

    public static final String OPERATOR_NAME = "operator";
    public static final String ADMIN_NAME = "admin";

    public static Optional<Role> named(String word) {
        return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it may what that one may. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
