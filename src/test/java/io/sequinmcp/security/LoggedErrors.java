package io.sequinmcp.security;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged as an error while this is open. */
final class LoggedErrors extends Handler implements AutoCloseable {
    private final List<String> errors = new CopyOnWriteArrayList<>();

    LoggedErrors() {
        setLevel(Level.SEVERE);
        Logger.getLogger("").addHandler(this);
    }

    List<String> all() {
        return errors;
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            errors.add(entry.getLoggerName() + ": " + entry.getMessage() + " " + entry.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
