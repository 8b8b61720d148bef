package io.sequinmcp.security;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What is logged as an error while this is open. */
public final class LoggedErrors extends Handler implements AutoCloseable {
    private final List<String> errors = new CopyOnWriteArrayList<>();

    public LoggedErrors() {
        this(Level.SEVERE);
    }

    /** The same of what is less than an error. */
    public LoggedErrors(Level least) {
        setLevel(least);
        Logger.getLogger("").addHandler(this);
    }

    public List<String> all() {
        return errors;
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            String message = entry instanceof ExtLogRecord ext ? ext.getFormattedMessage() : entry.getMessage();
            errors.add(entry.getLoggerName() + ": " + message + " " + entry.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
