package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sequinmcp.audit.AuditRecord;
import io.sequinmcp.audit.Entry;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A record of the audit.
 *
 * @param id names it
 * @param at when it began
 * @param kind {@code call}, {@code admin}, {@code door} or {@code audit}
 * @param requestId what the answer carried as {@code X-Request-Id}
 * @param caller the caller token that came with it, or who used the admin API
 * @param client what the agent's client calls itself
 * @param operation the tool, or the operation of the admin API, or which door
 * @param arguments without secrets, and cut where they are long
 * @param resource what it was about, as far as that is known
 * @param outcome {@code ok}, {@code refused}, {@code failed}, {@code cancelled}, {@code unanswered}; {@code begun}
 *     while it is under way; {@code unknown} if the process ended before it knew
 * @param code why, in a word
 * @param times how often it happened; more than one for what is counted together
 * @param intent the id of the record that was written before it was done
 * @param hash over the record before and this one
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditView(
        String id,
        Instant at,
        String kind,
        @Nullable String requestId,
        @Nullable Named connector,
        @Nullable String account,
        @Nullable String caller,
        @Nullable String address,
        @Nullable Client client,
        String operation,
        @Schema(type = SchemaType.OBJECT) @JsonRawValue @Nullable String arguments,
        @Nullable Resource resource,
        @Nullable String planId,
        String outcome,
        @Nullable String code,
        @Nullable String detail,
        @Nullable Double durationMs,
        long times,
        @Nullable String intent,
        String hash) {

    /** A connector. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Named(String id, @Nullable String name) {}

    /** An agent's client, by its own account. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Client(@Nullable String name, @Nullable String version) {}

    /** Something of Sequin, or of this service. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Resource(String kind, @Nullable String id, @Nullable String name) {}

    static AuditView of(AuditRecord record) {
        Entry entry = record.entry();
        Entry.Actor actor = entry.actor();
        Entry.Act act = entry.act();
        Entry.Result result = entry.result();
        Long micros = result.durationMicros();
        return new AuditView(
                record.id(),
                entry.at(),
                entry.kind().word(),
                entry.requestId(),
                actor.connector() == null ? null : new Named(actor.connector(), actor.connectorName()),
                actor.account(),
                actor.caller(),
                actor.address(),
                actor.client() == null ? null : new Client(actor.client(), actor.clientVersion()),
                act.operation(),
                act.arguments(),
                act.resourceKind() == null
                        ? null
                        : new Resource(act.resourceKind(), act.resourceId(), act.resourceName()),
                act.planId(),
                result.outcome().word(),
                result.code(),
                result.detail(),
                micros == null ? null : (Double) (micros / 1000.0),
                entry.times(),
                result.intent(),
                record.hash().hex());
    }
}
