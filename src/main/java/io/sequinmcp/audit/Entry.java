package io.sequinmcp.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened. Whoever makes one has taken the secrets out.
 *
 * @param at when it began
 * @param requestId of the request it came with; null for what came without one
 * @param times how often it happened
 */
public record Entry(
        Instant at, Kind kind, @Nullable String requestId, Actor actor, Act act, Result result, long times) {

    public Entry {
        at = at.truncatedTo(ChronoUnit.MICROS);
        requestId = Text.bounded(requestId, 40);
    }

    /**
     * Who it was.
     *
     * @param connector the id of the connector
     * @param caller the caller token, or who asked the admin API
     * @param client what the agent's client calls itself
     */
    public record Actor(
            @Nullable String connector,
            @Nullable String connectorName,
            @Nullable String account,
            @Nullable String caller,
            @Nullable String address,
            @Nullable String client,
            @Nullable String clientVersion) {
        /** This service itself. */
        public static final Actor SERVICE = new Actor(null, null, null, null, null, null, null);

        public Actor {
            connector = Text.bounded(connector, 255);
            connectorName = Text.bounded(connectorName, 255);
            account = Text.bounded(account, 255);
            caller = Text.bounded(caller, 255);
            address = Text.bounded(address, 64);
            client = Text.bounded(client, 64);
            clientVersion = Text.bounded(clientVersion, 64);
        }
    }

    /**
     * What they did, and on what.
     *
     * @param operation the tool, or the operation of the admin API
     * @param arguments a JSON object of at most 4,000 characters
     * @param resourceKind such as {@code sink}
     */
    public record Act(
            String operation,
            @Nullable String arguments,
            @Nullable String resourceKind,
            @Nullable String resourceId,
            @Nullable String resourceName,
            @Nullable String planId) {
        /** How long the arguments may be. */
        public static final int LONGEST_ARGUMENTS = 4_000;

        public Act {
            operation = String.valueOf(Text.bounded(operation, 255));
            arguments = Text.bounded(arguments, LONGEST_ARGUMENTS);
            resourceKind = Text.bounded(resourceKind, 40);
            resourceId = Text.bounded(resourceId, 255);
            resourceName = Text.bounded(resourceName, 255);
            planId = Text.bounded(planId, 40);
        }

        /** One that is about nothing in particular. */
        public static Act of(String operation) {
            return new Act(operation, null, null, null, null, null);
        }
    }

    /**
     * What came of it.
     *
     * @param code the kind of problem, if there was one
     * @param detail a sentence about it
     * @param intent the id of the record that said it would be done
     */
    public record Result(
            Outcome outcome,
            @Nullable String code,
            @Nullable String detail,
            @Nullable Long durationMicros,
            @Nullable String intent) {
        public Result {
            code = Text.bounded(code, 40);
            detail = Text.bounded(detail, 1000);
        }

        public static Result of(Outcome outcome) {
            return new Result(outcome, null, null, null, null);
        }

        Result after(@Nullable String begun) {
            return new Result(outcome, code, detail, durationMicros, begun);
        }
    }

    Entry after(@Nullable String begun) {
        return new Entry(at, kind, requestId, actor, act, result.after(begun), times);
    }

    static Entry ofAudit(Instant at, String operation, String detail, long times) {
        return new Entry(
                at,
                Kind.AUDIT,
                null,
                Actor.SERVICE,
                Act.of(operation),
                new Result(Outcome.OK, null, detail, null, null),
                times);
    }
}
