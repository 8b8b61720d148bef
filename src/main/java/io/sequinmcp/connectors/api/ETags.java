package io.sequinmcp.connectors.api;

import io.sequinmcp.connectors.AdminRefusal;
import jakarta.ws.rs.core.EntityTag;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Revisions as entity tags. */
final class ETags {
    private static final Pattern FORM = Pattern.compile("\\s*(?:W/)?\"r(\\d{1,18})\"\\s*");

    private ETags() {}

    static EntityTag of(long revision) {
        return new EntityTag("r" + revision);
    }

    /**
     * The revision that an {@code If-Match} insists on, if there is one; {@code *} takes any.
     *
     * @throws AdminRefusal if it is no tag of ours
     */
    static Optional<Long> expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(ifMatch);
        if (!form.matches()) {
            throw new AdminRefusal(AdminRefusal.Reason.CHANGED, "If-Match is not the ETag of an earlier answer.");
        }
        return Optional.of(Long.valueOf(form.group(1)));
    }

    /** The same where a change without one could undo what another did. */
    static Optional<Long> required(@Nullable String ifMatch) {
        if (ifMatch == null) {
            throw new AdminRefusal(
                    AdminRefusal.Reason.UNCONDITIONAL,
                    "Send If-Match with the ETag of what you read, or If-Match: * to change it whatever it is.");
        }
        return expected(ifMatch);
    }
}
