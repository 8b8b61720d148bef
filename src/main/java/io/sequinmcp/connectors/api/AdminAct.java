package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.audit.Entry;
import io.sequinmcp.audit.Kind;
import io.sequinmcp.audit.RequestId;
import io.sequinmcp.sequin.MaskedArguments;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something asked of the admin API, as the audit tells of it. */
record AdminAct(
        Instant at,
        @Nullable String requestId,
        Entry.Actor actor,
        String operation,
        Optional<JsonNode> body,
        @Nullable String kind,
        @Nullable String id,
        @Nullable String name) {
    private static final String CLAIMED = AdminAct.class.getName();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** @param path what the path names: the id of what is acted on, or the account to make a connector in */
    static AdminAct of(
            RoutingContext exchange, Audited declared, Optional<JsonNode> body, @Nullable String path, Instant at) {
        boolean makes = declared.value().startsWith("create_");
        boolean account = declared.on().equals("account");
        String name = body.map(it -> it.path("name").asText(null)).orElse(null);
        return new AdminAct(
                at,
                RequestId.of(exchange),
                actor(exchange, makes || account ? path : null),
                declared.value(),
                body,
                declared.on().isEmpty() ? null : declared.on(),
                makes || account ? null : path,
                account && path != null ? path : name);
    }

    static Entry.Actor actor(RoutingContext exchange, @Nullable String account) {
        return new Entry.Actor(
                null,
                null,
                account,
                Principal.of(exchange).map(Principal::name).orElse(null),
                ApiDoor.addressOf(exchange),
                null,
                null);
    }

    /** Says that a request has a record of its own already. */
    static void claim(RoutingContext exchange) {
        exchange.put(CLAIMED, true);
    }

    static boolean isClaimed(RoutingContext exchange) {
        return exchange.get(CLAIMED) != null;
    }

    /** With what the answer tells of what was acted on. */
    AdminAct with(Object answer) {
        Object shown = answer instanceof Response response ? response.getEntity() : answer;
        if (shown instanceof ConnectorView connector) {
            return about(connector.account(), connector.id(), connector.name());
        }
        if (shown instanceof CallerTokensResource.View caller) {
            return about(actor.account(), caller.id(), caller.name());
        }
        return this;
    }

    private AdminAct about(@Nullable String account, String newId, String newName) {
        Entry.Actor known = new Entry.Actor(null, null, account, actor.caller(), actor.address(), null, null);
        return new AdminAct(at, requestId, known, operation, body, kind, newId, newName);
    }

    Entry entry(Entry.Result result) {
        String arguments = body.filter(JsonNode::isObject)
                .map(it -> MaskedArguments.of(
                        JSON.convertValue((ObjectNode) it, OBJECT), List.of(), Entry.Act.LONGEST_ARGUMENTS))
                .orElse(null);
        return new Entry(
                at,
                Kind.ADMIN,
                requestId,
                actor,
                new Entry.Act(operation, arguments, kind, shown(id), shown(name), null),
                new Entry.Result(
                        result.outcome(), result.code(), shown(result.detail()), result.durationMicros(), null),
                1);
    }

    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : MaskedArguments.text(text, List.of());
    }
}
