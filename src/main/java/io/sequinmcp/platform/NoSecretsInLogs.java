package io.sequinmcp.platform;

import io.quarkus.logging.LoggingFilter;
import io.sequinmcp.sequin.SecretText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jspecify.annotations.Nullable;

/**
 * The last look at what is logged, at whatever level and by whomever, libraries included: what looks like a token or a
 * password leaves as an ellipsis. Nothing of ours logs one; this is for what an operator turns on to find a fault.
 */
@LoggingFilter(name = NoSecretsInLogs.NAME)
public final class NoSecretsInLogs implements Filter {
    static final String NAME = "no-secrets";

    @Override
    public boolean isLoggable(LogRecord record) {
        String message = record instanceof ExtLogRecord extended
                ? extended.getFormattedMessage()
                : String.valueOf(record.getMessage());
        String clean = SecretText.scrubbed(message == null ? "" : message);
        String trace = secretTrace(record.getThrown());
        if (trace != null) {
            clean = clean + System.lineSeparator() + trace;
            record.setThrown(null);
        }
        if (!clean.equals(message)) {
            if (record instanceof ExtLogRecord extended) {
                extended.setMessage(clean, FormatStyle.NO_FORMAT);
            } else {
                record.setMessage(clean);
            }
            record.setParameters(null);
        }
        return true;
    }

    /** The stack trace without its secrets, if one of its messages has any. */
    private static @Nullable String secretTrace(@Nullable Throwable thrown) {
        if (thrown == null) {
            return null;
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String said = String.valueOf(cause.getMessage());
            if (!SecretText.scrubbed(said).equals(said)) {
                StringWriter trace = new StringWriter();
                thrown.printStackTrace(new PrintWriter(trace));
                return SecretText.scrubbed(trace.toString());
            }
        }
        return null;
    }
}
