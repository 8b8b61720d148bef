package io.sequinmcp.gateway;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkiverse.mcp.server.ClientCapability;
import io.quarkiverse.mcp.server.InitialRequest;
import io.quarkiverse.mcp.server.McpConnection;
import io.quarkiverse.mcp.server.Progress;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.RateLimit;
import io.sequinmcp.store.StoreException;
import io.sequinmcp.tools.Caller;
import io.sequinmcp.tools.Classed;
import io.sequinmcp.tools.Effect;
import io.sequinmcp.tools.Formerly;
import io.sequinmcp.tools.Guarded;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tools that exist in tests only, to try the door without any tool of the product. Their tag is none of the default
 * ones, so that no other connector has them.
 */
@Guarded
public class ProbeTools {
    private final Caller caller;

    ProbeTools(Caller caller) {
        this.caller = caller;
    }

    public enum Mode {
        quick,
        thorough
    }

    public record Echo(
            String text,
            @Nullable Integer count,
            @Nullable Boolean flag,
            @Nullable Mode mode,
            @Nullable List<String> ids,
            @Nullable Map<String, Object> options) {}

    public record Who(String connector, boolean hasWrite) {}

    @Formerly("probe_repeat")
    @Tool(name = "probe_echo", description = "Repeats its arguments", structuredContent = true)
    @Classed(effect = Effect.GET, tag = "probe")
    Uni<Echo> echo(
            @ToolArg(name = "probe_text", description = "What to repeat") @Size(min = 1, max = 5) String text,
            @ToolArg(required = false) @Min(1) @Max(10) @Nullable Integer count,
            @ToolArg(required = false) @Nullable Boolean flag,
            @ToolArg(required = false) @Nullable Mode mode,
            @ToolArg(required = false) @Nullable List<String> ids,
            @ToolArg(required = false) @Nullable Map<String, Object> options) {
        return Uni.createFrom().item(new Echo(text, count, flag, mode, ids, options));
    }

    @Tool(name = "probe_who", description = "Says who calls", structuredContent = true)
    @Classed(effect = Effect.GET, tag = "probe")
    Uni<Who> who() {
        return caller();
    }

    private Uni<Who> caller() {
        return Uni.createFrom().item(new Who(caller.connector(), caller.has("probe_write")));
    }

    public record Client(String name, String version, String protocol, List<String> capabilities) {}

    @Tool(name = "probe_client", description = "Says what the client said", structuredContent = true)
    @Classed(effect = Effect.GET, tag = "probe")
    Uni<Client> client(McpConnection connection) {
        InitialRequest said = connection.initialRequest();
        return Uni.createFrom()
                .item(new Client(
                        said.implementation().name(),
                        said.implementation().version(),
                        said.protocolVersion(),
                        said.clientCapabilities().stream()
                                .map(ClientCapability::name)
                                .sorted()
                                .toList()));
    }

    @Tool(name = "probe_progress", description = "Tells of its progress", structuredContent = true)
    @Classed(effect = Effect.GET, tag = "probe")
    Uni<Who> progress(Progress progress) {
        return progress.token().isEmpty()
                ? who()
                : progress.notificationBuilder()
                        .setProgress(1)
                        .setTotal(2)
                        .build()
                        .send()
                        .chain(this::who);
    }

    @Formerly("probe_scribble")
    @Tool(name = "probe_write", description = "Would change something", structuredContent = true)
    @Classed(effect = Effect.UPDATE, tag = "probe")
    Uni<Who> write() {
        return caller();
    }

    @Tool(name = "probe_lease", description = "Would lease something", structuredContent = true)
    @Classed(effect = Effect.CUSTOM, tag = "probe")
    Uni<Who> lease() {
        return caller();
    }

    @Tool(name = "probe_unclassed", description = "Says not what it does", structuredContent = true)
    Uni<Who> unclassed() {
        return caller();
    }

    @Tool(name = "probe_problem", description = "Fails with a problem that it knows", structuredContent = true)
    @Classed(effect = Effect.GET, tag = "probe")
    Uni<Who> problem() {
        return Uni.createFrom()
                .failure(new Problem(
                                Problem.Code.RATE_LIMITED,
                                "Sequin asks to slow down",
                                "batch_size",
                                List.of("1", "2"),
                                Map.of("batch_size", List.of("is too large")),
                                429,
                                new RateLimit(7L, 100L, 0L, 60L, "RateLimit"),
                                List.of(NextStep.of("probe_write"), NextStep.of("probe_echo", "probe_text", "hi")))
                        .toException());
    }

    @Tool(name = "probe_plain", description = "Returns no Uni", structuredContent = true)
    @Classed(effect = Effect.GET, tag = "probe")
    Who plain(@ToolArg @Min(1) int count) {
        if (count > 1) {
            throw new IllegalStateException("a bug");
        }
        return new Who(caller.connector(), caller.has("probe_write"));
    }

    @Tool(name = "probe_cancel", description = "Acts on a backfill, would that it could", structuredContent = true)
    @Classed(effect = Effect.UPDATE, tag = "probe")
    Uni<Cancel> cancel(
            @ToolArg State state,
            @ToolArg(name = "wait_seconds", required = false) @Min(0) @Max(25) @Nullable Integer seconds,
            @ToolArg(name = "batch_size", required = false) @Nullable Integer batch,
            @ToolArg(required = false) @Size(max = 3) @Nullable List<@Size(max = 2) String> ids) {
        return Uni.createFrom().item(new Cancel(state, seconds, batch, ids));
    }

    public enum State {
        active,
        cancelled
    }

    public record Cancel(State state, @Nullable Integer seconds, @Nullable Integer batch, @Nullable List<String> ids) {}

    @Tool(name = "probe_bug", description = "Fails as a bug does", structuredContent = true)
    @Classed(effect = Effect.GET, tag = "probe")
    Uni<Who> bug(@ToolArg(required = false, defaultValue = "false") boolean late) {
        RuntimeException bug = new IllegalStateException(
                "token " + TestConnectors.PROBE + ", password=hunter2, api-token-of-nowhere", new Error("Bearer abc"));
        if (late) {
            return Uni.createFrom().failure(bug);
        }
        throw bug;
    }

    /** How many answers were never made. */
    static final AtomicInteger UNDELIVERED = new AtomicInteger();

    public enum Break {
        nowhere,
        too_deep,
        unwritable,
        thrown,
        late
    }

    public record Broken(Break at, @JsonIgnore int levels) {
        @JsonProperty
        public Object deep() {
            if (at == Break.unwritable) {
                throw new NoClassDefFoundError("a part of it");
            }
            Object deep = 1;
            for (int i = 0; i < levels; i++) {
                deep = List.of(deep);
            }
            return deep;
        }
    }

    @Tool(name = "probe_break", description = "Fails as nothing should", structuredContent = true)
    @Classed(effect = Effect.CUSTOM, tag = "probe")
    Uni<Broken> broken(@ToolArg Break at) {
        caller.ifUnanswered(UNDELIVERED::incrementAndGet);
        return switch (at) {
            case thrown -> throw new StackOverflowError();
            case late -> Uni.createFrom().failure(new StackOverflowError());
            case nowhere -> Uni.createFrom().item(new Broken(at, 1));
            case too_deep, unwritable -> Uni.createFrom().item(new Broken(at, 2_000));
        };
    }

    @Tool(name = "probe_store", description = "Fails as the store does", structuredContent = true)
    @Classed(effect = Effect.GET, tag = "probe")
    Uni<Who> store(@ToolArg(required = false, defaultValue = "false") boolean wrapped) {
        StoreException down = new StoreException(new SQLException("no connection to db.internal, password=hunter2"));
        return Uni.createFrom().failure(wrapped ? new CompletionException(down) : down);
    }
}
