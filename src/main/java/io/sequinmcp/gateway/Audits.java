package io.sequinmcp.gateway;

import io.sequinmcp.audit.AuditLog;
import io.sequinmcp.audit.Entry;
import io.sequinmcp.audit.Refusals;
import io.sequinmcp.audit.RequestId;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.network.ClientAddresses;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.Problem.Code;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the door hands to the audit. */
@Singleton
class Audits {
    private final AuditLog log;
    private final Refusals refusals;
    private final Masking masking;
    private final ClientAddresses addresses;
    private final Clock clock;

    Audits(AuditLog log, Refusals refusals, Masking masking, ClientAddresses addresses, Clock clock) {
        this.log = log;
        this.refusals = refusals;
        this.masking = masking;
        this.addresses = addresses;
        this.clock = clock;
    }

    AuditLog log() {
        return log;
    }

    Masking masking() {
        return masking;
    }

    Clock clock() {
        return clock;
    }

    String addressOf(RoutingContext exchange) {
        return addresses.of(exchange.request());
    }

    /** Someone at the door was not let in. */
    void refused(RoutingContext exchange, Optional<Connector> connector, String code) {
        refused(exchange, connector, null, code);
    }

    /** The same of someone who is known, such as by the subject of an access token. */
    void refused(RoutingContext exchange, Optional<Connector> connector, @Nullable String caller, String code) {
        refusals.refused(new Refusals.Refusal(
                "mcp",
                code,
                null,
                RequestId.of(exchange),
                new Entry.Actor(
                        connector.map(Connector::id).orElse(null),
                        connector.map(Connector::name).orElse(null),
                        connector.map(Connector::account).orElse(null),
                        caller,
                        addressOf(exchange),
                        null,
                        null)));
    }

    /** Writes down that the call is about to be made. It must not be made if this fails. */
    Uni<Void> intend(AuditedCall call) {
        return log.intend(call.intention(masking))
                .invoke(call::begun)
                .replaceWithVoid()
                .onFailure()
                .invoke(() -> call.refused("unavailable", "The audit could not be written."))
                .onFailure()
                .transform(failure -> Problem.of(
                                Code.UNAVAILABLE,
                                "%s was not carried out: the audit can't be written, and what changes something must be in there first. Nothing was changed; try again in a while"
                                        .formatted(call.name()))
                        .toException());
    }
}
