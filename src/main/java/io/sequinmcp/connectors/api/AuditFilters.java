package io.sequinmcp.connectors.api;

import io.sequinmcp.audit.AuditQuery;
import io.sequinmcp.audit.Kind;
import io.sequinmcp.audit.Outcome;
import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.connectors.AdminRefusal.FieldError;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which audit records are asked for. */
public class AuditFilters {
    @QueryParam("connector")
    @Parameter(description = "Id of a connector")
    @Nullable
    String connector;

    @QueryParam("account")
    @Nullable
    String account;

    @QueryParam("caller")
    @Parameter(description = "As a record shows it")
    @Nullable
    String caller;

    @QueryParam("operation")
    @Parameter(description = "A tool, or an operation of the admin API")
    @Nullable
    String operation;

    @QueryParam("tool")
    @Parameter(description = "The same for calls of a tool alone")
    @Nullable
    String tool;

    @QueryParam("outcome")
    @Parameter(description = "begun, ok, refused, failed, cancelled, unanswered or unknown")
    @Nullable
    String outcome;

    @QueryParam("kind")
    @Parameter(description = "call, admin, door or audit")
    @Nullable
    String kind;

    @QueryParam("from")
    @Parameter(description = "At this time or later, such as 2027-01-31T00:00:00Z")
    @Nullable
    String from;

    @QueryParam("to")
    @Parameter(description = "Before this time")
    @Nullable
    String to;

    @QueryParam("address")
    @Parameter(description = "Where it came from")
    @Nullable
    String address;

    @QueryParam("request_id")
    @Nullable
    String requestId;

    @QueryParam("plan_id")
    @Nullable
    String planId;

    /** @throws AdminRefusal naming a filter that can't be read */
    AuditQuery query() {
        Kind wantedKind = word("kind", kind, Kind::named, Kind.values());
        if (tool != null && operation != null && !tool.equals(operation)) {
            throw invalid("tool", "can't go with another operation");
        }
        return new AuditQuery(
                connector,
                account,
                caller,
                tool == null ? operation : tool,
                word("outcome", outcome, Outcome::named, Outcome.values()),
                tool == null ? wantedKind : Kind.CALL,
                time("from", from),
                time("to", to),
                address,
                requestId,
                planId);
    }

    private static <T extends Enum<T>> @Nullable T word(
            String name, @Nullable String text, Function<String, Optional<T>> named, T[] all) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return named.apply(text)
                .orElseThrow(() -> invalid(
                        name,
                        "must be one of "
                                + Arrays.stream(all)
                                        .map(it -> it.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw invalid(name, "must be a time with its offset, such as 2027-01-31T00:00:00Z");
        }
    }

    private static AdminRefusal invalid(String name, String detail) {
        return new AdminRefusal(
                Reason.INVALID, "A filter is not as it must be.", List.of(new FieldError(name, detail)));
    }
}
