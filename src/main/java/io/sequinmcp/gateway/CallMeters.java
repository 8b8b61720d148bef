package io.sequinmcp.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sequinmcp.connectors.ToolCatalog;
import io.sequinmcp.sequin.Problem;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Counts and times the calls of tools. What it tells them apart by is bounded: the tools there are, the accounts there
 * are and the kinds of {@link Problem}; a name that a client made up counts as {@code other}. A meter is made at the
 * first call of its kind, so that a later one costs two look-ups.
 */
@Singleton
class CallMeters {
    private static final Logger LOG = Logger.getLogger(CallMeters.class);

    static final String CALLS = "sequin.mcp.calls";
    static final String OTHER_TOOL = "other";

    private static final int OK = 0;
    private static final int CANCELLED = 1;
    private static final int NO_SUCH_TOOL = 2;
    private static final int PROBLEMS = 3;

    private final MeterRegistry registry;
    private final OperationMeters operations;
    private final ToolCatalog catalog;
    private final Map<String, PerTool<OperationMeters.Duration>> durations = new ConcurrentHashMap<>();
    private final Map<String, Map<String, PerTool<Counter>>> counts = new ConcurrentHashMap<>();

    CallMeters(MeterRegistry registry, OperationMeters operations, ToolCatalog catalog) {
        this.registry = registry;
        this.operations = operations;
        this.catalog = catalog;
    }

    /** Times one call from here on; it counts the first of its ends. */
    Running begin(String account, String tool) {
        return new Running(account, tool, System.nanoTime());
    }

    /** Of something else than a tool, which {@link OperationMeters} times by itself. */
    Running none() {
        Running none = new Running("", "", 0);
        none.over = true;
        return none;
    }

    /** A call that was refused before it began. */
    void refused(String account, String tool, Problem.Code why) {
        count(account, known(tool), PROBLEMS + why.ordinal(), 0);
    }

    /** A call of a tool that there is not, or not for this connector. */
    void unknown(String account, String tool) {
        count(account, known(tool), NO_SUCH_TOOL, 0);
    }

    private String known(String tool) {
        return catalog.tools().stream().anyMatch(it -> it.name().equals(tool)) ? tool : OTHER_TOOL;
    }

    private void count(String account, String tool, int outcome, long nanos) {
        PerTool<OperationMeters.Duration> times = durations.computeIfAbsent(tool, name -> new PerTool<>());
        times.get(outcome, () -> operations.duration("tools/call", tool, word(outcome)))
                .record(nanos);
        counts.computeIfAbsent(account, name -> new ConcurrentHashMap<>())
                .computeIfAbsent(tool, name -> new PerTool<>())
                .get(outcome, () -> counter(account, tool, word(outcome)))
                .increment();
    }

    private Counter counter(String account, String tool, String outcome) {
        return Counter.builder(CALLS)
                .description("Calls of tools, by account")
                .tags("account", account, "tool", tool, "outcome", outcome)
                .register(registry);
    }

    private static String word(int outcome) {
        return switch (outcome) {
            case OK -> "ok";
            case CANCELLED -> "cancelled";
            case NO_SUCH_TOOL -> "no_such_tool";
            default -> Problem.Code.values()[outcome - PROBLEMS].name().toLowerCase(Locale.ROOT);
        };
    }

    /** A call under way. */
    final class Running {
        private final String account;
        private final String tool;
        private final long since;
        private boolean over;

        private Running(String account, String tool, long since) {
            this.account = account;
            this.tool = tool;
            this.since = since;
        }

        void worked() {
            end(OK);
        }

        void cancelled() {
            end(CANCELLED);
        }

        void failed(Problem.Code code) {
            end(PROBLEMS + code.ordinal());
        }

        private void end(int outcome) {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            long nanos = System.nanoTime() - since;
            count(account, tool, outcome, nanos);
            if (LOG.isDebugEnabled()) {
                LOG.debugf("%s: %s after %d ms", tool, word(outcome), TimeUnit.NANOSECONDS.toMillis(nanos));
            }
        }
    }

    /** The meters of one tool, by outcome. */
    private static final class PerTool<M> {
        private final AtomicReferenceArray<M> byOutcome =
                new AtomicReferenceArray<>(PROBLEMS + Problem.Code.values().length);

        M get(int outcome, Supplier<M> make) {
            M known = byOutcome.get(outcome);
            if (known == null) {
                // Made twice by two at once, it is the same meter in the registry
                known = make.get();
                byOutcome.set(outcome, known);
            }
            return known;
        }
    }
}
