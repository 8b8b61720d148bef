package io.sequinmcp.sequin;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether Sequin can reach a database, log in and find slot and publication.
 *
 * @param reason what is wrong, in Sequin's words; null when all is well
 */
public record ConnectionTest(Database database, boolean ok, @Nullable String reason) {
    /** The setting that the reason speaks of, if that is plain: what it has to be, only its owner knows. */
    public Optional<String> atFault() {
        String words = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        if (words.contains("nxdomain")) {
            return Optional.of("hostname");
        }
        if (words.contains("econnrefused")) {
            return Optional.of("port");
        }
        return words.contains("password") ? Optional.of("password") : Optional.empty();
    }
}
