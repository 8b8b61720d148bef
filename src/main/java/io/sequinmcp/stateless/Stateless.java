package io.sequinmcp.stateless;

import io.quarkiverse.mcp.server.runtime.McpRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the door hands over requests of clients that speak without sessions. */
@Singleton
public class Stateless {
    private final StatelessHandler handler;
    private final Results results;
    private final RequestStates states;

    Stateless(StatelessHandler handler, Results results, RequestStates states) {
        this.handler = handler;
        this.results = results;
        this.states = states;
    }

    /**
     * What a client says of itself with a request.
     *
     * @param protocolVersion in which it speaks
     * @param clientInfo its name and version, "unknown" if it does not say
     * @param capabilities what it can do
     */
    public record Introduction(String protocolVersion, JsonObject clientInfo, JsonObject capabilities) {}

    /**
     * Whether it is a request of a client that speaks without sessions, or is none of any version there is.
     *
     * @param body the message or messages that came, null if there is none
     */
    public static boolean isMeant(HttpServerRequest request, @Nullable Object body) {
        String header = request.getHeader(RequestHeaders.PROTOCOL_VERSION);
        if (header != null && !Versions.WITH_SESSIONS.contains(header)) {
            return true;
        }
        if (!(body instanceof JsonObject message)) {
            return false;
        }
        boolean saysVersion = message.getValue("params") instanceof JsonObject params
                && params.getValue("_meta") instanceof JsonObject meta
                && meta.getValue(Envelope.PROTOCOL_VERSION) instanceof String version
                && !Versions.WITH_SESSIONS.contains(version);
        return saysVersion || "server/discover".equals(message.getValue("method"));
    }

    /**
     * Checks a request, and takes it over once it is routed on to {@code /mcp}.
     *
     * @param principal who it comes from; only they may answer what they are asked
     * @return nothing if it is a notification, which needs no more than being accepted
     * @throws Refusal of a request that is not what it has to be
     */
    public Optional<Introduction> open(RoutingContext context, @Nullable Object body, String principal) {
        Optional<Envelope> read = Envelope.read(context.request().headers(), body);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Envelope envelope = read.get();
        if (!handler.knows(envelope.method())) {
            throw Refusal.unknownMethod(envelope.method());
        }
        new Exchange(envelope, principal, context.response(), results, states).keep(context);
        return Optional.of(new Introduction(Versions.STATELESS, envelope.clientInfo(), envelope.capabilities()));
    }

    /** Whether it is a request that was opened here. */
    public static boolean isOpen(@Nullable RoutingContext context) {
        return Exchange.of(context) != null;
    }

    /** Whether it is such a request, in the form in which the extension has it. */
    public static boolean isOpen(McpRequest request) {
        return request instanceof StatelessRequest;
    }

    /**
     * The work of a request, which ends when its answer is no longer wanted: the client has closed its stream, or was
     * asked something. Of other requests it goes on.
     *
     * @param harmless whether the work may be broken off when the client closes its stream
     */
    public static <T> Uni<T> whileWanted(@Nullable RoutingContext context, Uni<T> work, boolean harmless) {
        Exchange exchange = Exchange.of(context);
        return exchange == null ? work : exchange.wanted().during(work, harmless);
    }
}
