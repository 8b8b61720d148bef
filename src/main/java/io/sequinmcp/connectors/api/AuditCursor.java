package io.sequinmcp.connectors.api;

import io.sequinmcp.audit.AuditPlace;
import io.sequinmcp.audit.AuditRecord;
import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a page of audit records ended, as text. */
final class AuditCursor {
    private static final Pattern FORM = Pattern.compile("([0-9T:.Z-]{20,32})_(\\d{1,9})_(\\d{1,18})");

    private AuditCursor() {}

    static String after(AuditRecord last) {
        return "%s_%d_%d".formatted(last.entry().at(), last.chain(), last.seq());
    }

    /** @throws AdminRefusal if it is none of ours */
    static @Nullable AuditPlace parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher form = FORM.matcher(text);
        try {
            if (form.matches()) {
                return new AuditPlace(
                        Instant.parse(form.group(1)), Integer.parseInt(form.group(2)), Long.parseLong(form.group(3)));
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw new AdminRefusal(Reason.INVALID, "The cursor is not the next_cursor of an earlier answer.");
    }
}
