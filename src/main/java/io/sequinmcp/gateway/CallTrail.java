package io.sequinmcp.gateway;

import io.sequinmcp.audit.AuditLog;
import io.sequinmcp.audit.Entry;
import io.sequinmcp.audit.Intent;
import io.sequinmcp.audit.RequestId;
import io.sequinmcp.connectors.Connector;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one request, until each has its record. A record is written when the call is over and its answer is out,
 * or is known not to get out.
 */
final class CallTrail {
    private static final String KEY = CallTrail.class.getName();
    /**
     * What an entry holds until it is written, beside the arguments; and how much more an object takes than its JSON.
     */
    private static final int BYTES = 600;

    private static final int BYTES_PER_CHARACTER = 4;

    private static final JsonObject NONE = new JsonObject();

    private final RoutingContext exchange;
    private final AuditLog log;
    private final Masking masking;
    private final Clock clock;
    private final Who who;
    private final int bytes;
    private final List<AuditedCall> calls = new ArrayList<>(1);
    private boolean ended;

    private CallTrail(RoutingContext exchange, AuditLog log, Masking masking, Clock clock, Who who) {
        this.exchange = exchange;
        this.log = log;
        this.masking = masking;
        this.clock = clock;
        this.who = who;
        this.bytes = BYTES + BYTES_PER_CHARACTER * Math.max(0, exchange.body().length());
    }

    /** Whose calls they are, and where they come from. */
    record Who(
            Connector connector,
            Optional<Session> session,
            @Nullable String caller,
            String address,
            @Nullable String requestId) {
        Entry.Actor actor() {
            return new Entry.Actor(
                    connector.id(),
                    connector.name(),
                    connector.account(),
                    caller,
                    address,
                    session.map(it -> it.client().getString("name")).orElse(null),
                    session.map(it -> it.client().getString("version")).orElse(null));
        }
    }

    /** That of a request that has just come in. */
    static void begin(RoutingContext exchange, Optional<Session> session, Audits audits) {
        Visitor visitor = Visitor.of(exchange);
        if (visitor == null || visitor.connector().isEmpty()) {
            return;
        }
        Who who = new Who(
                visitor.connector().get(),
                session,
                visitor.caller().orElse(null),
                audits.addressOf(exchange),
                RequestId.of(exchange));
        exchange.put(KEY, new CallTrail(exchange, audits.log(), audits.masking(), audits.clock(), who));
    }

    /** That of a request; null where it has none, such as in a test that skips the door. */
    static @Nullable CallTrail of(@Nullable RoutingContext exchange) {
        return exchange == null ? null : exchange.get(KEY);
    }

    Who who() {
        return who;
    }

    /** A call came in. */
    synchronized AuditedCall called(String name, @Nullable Object arguments) {
        AuditedCall call = new AuditedCall(this, name, arguments == null ? NONE : arguments, clock.instant());
        if (calls.isEmpty()) {
            exchange.addEndHandler(
                    end -> answered(end.succeeded() || exchange.response().ended()));
        }
        calls.add(call);
        return call;
    }

    /** The call that a tool begins to work on; of several of one name in a batch, they come in their order. */
    AuditedCall next(String tool) {
        return next(tool, it -> it.name().equals(tool));
    }

    /** The same of a prompt, a resource or a completion, which are called by the name of the protocol's method. */
    AuditedCall nextOfNoTool(String method) {
        return next(method, it -> it.name().indexOf('/') > 0);
    }

    private synchronized AuditedCall next(String name, Predicate<AuditedCall> wanted) {
        AuditedCall found = null;
        for (AuditedCall call : calls) {
            if (found == null && !call.isTaken() && !call.isOver() && wanted.test(call)) {
                found = call;
            }
        }
        // One that another called has a record of its own
        AuditedCall taken = found == null ? called(name, null) : found;
        taken.take();
        return taken;
    }

    synchronized void ended(AuditedCall call) {
        if (ended || exchange.response().ended() || exchange.response().closed()) {
            tell(call, exchange.response().ended());
        }
    }

    private synchronized void answered(boolean whole) {
        ended = true;
        for (AuditedCall call : calls) {
            if (!call.isTaken()) {
                call.notRun();
            }
            if (call.isOver()) {
                tell(call, whole);
            }
        }
    }

    private void tell(AuditedCall call, boolean answered) {
        if (!call.tell()) {
            return;
        }
        Supplier<Entry> entry = call.outcome(masking, answered);
        Intent intent = call.intent();
        if (intent == null) {
            log.add(entry, bytes);
        } else {
            log.end(intent, entry);
        }
    }
}
