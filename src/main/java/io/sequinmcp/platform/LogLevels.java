package io.sequinmcp.platform;

import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The levels of those loggers that an operator may change while the service runs. What could log the contents of
 * requests, such as the wire of Netty, is not among them.
 */
@Singleton
public class LogLevels {
    private static final List<String> CATEGORIES = List.of(
            "io.agroal",
            "io.quarkiverse.mcp",
            "io.quarkus.vertx.http",
            "io.sequinmcp",
            "io.sequinmcp.audit",
            "io.sequinmcp.connectors",
            "io.sequinmcp.deliveries",
            "io.sequinmcp.gateway",
            "io.sequinmcp.plans",
            "io.sequinmcp.platform",
            "io.sequinmcp.sandbox",
            "io.sequinmcp.secrets",
            "io.sequinmcp.sequin",
            "io.sequinmcp.store",
            "io.sequinmcp.tools",
            "io.smallrye.faulttolerance",
            "io.vertx.core.http",
            "org.flywaydb",
            "org.jboss.resteasy.reactive.client");
    private static final List<String> LEVELS = List.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    /** Held, or a level that was set could go with its logger. */
    private final Map<String, Logger> loggers = new TreeMap<>();

    LogLevels() {
        CATEGORIES.forEach(category -> loggers.put(category, Logger.getLogger(category)));
    }

    /**
     * One logger.
     *
     * @param level the one in force
     * @param configured its own; null if it takes that of the category above
     */
    public record LoggerLevel(String category, String level, @Nullable String configured) {}

    public List<LoggerLevel> all() {
        return loggers.values().stream().map(LogLevels::view).toList();
    }

    /**
     * Sets a level, on this node and until it ends.
     *
     * @param level null for that of the category above
     * @throws AdminRefusal if the category or the level is none of those
     */
    public LoggerLevel set(String category, @Nullable String level) {
        Logger logger = loggers.get(category);
        if (logger == null) {
            throw new AdminRefusal(
                    Reason.NOT_FOUND,
                    "The level of '%s' can't be changed; there are %s."
                            .formatted(category, String.join(", ", CATEGORIES)));
        }
        if (level == null) {
            logger.setLevel(null);
            return view(logger);
        }
        String word = level.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(word)) {
            throw new AdminRefusal(
                    Reason.INVALID,
                    "Some fields are not as they must be.",
                    List.of(new AdminRefusal.FieldError(
                            "level", "must be one of %s, or null".formatted(String.join(", ", LEVELS)))));
        }
        logger.setLevel(org.jboss.logmanager.Level.parse(word));
        return view(logger);
    }

    private static LoggerLevel view(Logger logger) {
        Level own = logger.getLevel();
        Logger from = logger;
        while (from.getLevel() == null && from.getParent() != null) {
            from = from.getParent();
        }
        return new LoggerLevel(logger.getName(), String.valueOf(from.getLevel()), own == null ? null : own.getName());
    }
}
