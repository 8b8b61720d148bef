package io.sequinmcp.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.mcp.server.Tool;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.sequinmcp.connectors.Accounts;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.sequin.Reach;
import io.sequinmcp.sequin.Sequin;
import io.sequinmcp.sequin.SequinException;
import io.sequinmcp.sequin.Sequins;
import io.sequinmcp.stateless.Stateless;
import io.sequinmcp.tools.Answer;
import io.sequinmcp.tools.Caller;
import io.sequinmcp.tools.Effect;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connector of the current call, as tools know it. */
@Singleton
class ConnectorCaller implements Caller {
    private final CurrentVertxRequest request;
    private final SecurityIdentity identity;
    private final Accounts accounts;
    private final Sequins sequins;
    private final Visibility visibility;
    private final ObjectMapper json;

    ConnectorCaller(
            CurrentVertxRequest request,
            SecurityIdentity identity,
            Accounts accounts,
            Sequins sequins,
            Visibility visibility,
            ObjectMapper json) {
        this.request = request;
        this.identity = identity;
        this.accounts = accounts;
        this.sequins = sequins;
        this.visibility = visibility;
        this.json = json;
    }

    @Override
    public String connector() {
        return current().id();
    }

    @Override
    public void ifUnanswered(Runnable action) {
        RoutingContext exchange = request.getCurrent();
        if (exchange.response().closed()) {
            // They hung up before we listened; nobody would tell us any more
            action.run();
            return;
        }
        Undelivered.then(action);
        exchange.addEndHandler(end -> {
            // Over HTTP/2 the end of a whole answer is told as a failure, too: its stream is closed at once
            if (end.failed() && !exchange.response().ended()) {
                action.run();
            }
        });
    }

    @Override
    public Sequin sequin() {
        Connector connector = current();
        return accounts.named(connector.account())
                .map(account -> sequins.open(account, reach(connector), remarks()::note))
                .orElseThrow(() -> new IllegalStateException("no account is called " + connector.account()));
    }

    /** What of its account is protected from everyone is protected from it. */
    private Reach reach(Connector connector) {
        return connector.reach().protecting(accounts.protectedNames(connector.account()));
    }

    /**
     * The door leaves the session's id on a request only if this replica has the session. Without sessions, an answer
     * comes with the call made anew.
     */
    @Override
    public boolean hearsAnswers() {
        RoutingContext exchange = request.getCurrent();
        return exchange != null
                && (exchange.request().headers().contains("Mcp-Session-Id") || Stateless.isOpen(exchange));
    }

    @Override
    public boolean has(String tool) {
        return tools().contains(tool);
    }

    @Override
    public boolean deletesWithoutPlan() {
        return switch (current().terms().confirm()) {
            case NONE -> true;
            case PLAN -> false;
        };
    }

    @Override
    public String textOf(Object answer) {
        try {
            Answer declared = answer.getClass().getAnnotation(Answer.class);
            return Presentation.text(
                    json.writeValueAsString(answer), declared == null ? Answer.LESS : declared.wholeBy());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String yamlTextOf(String yaml) {
        return Presentation.yaml(yaml, "export_config gives single sections.");
    }

    /** What is to be told beside the answer to this call. */
    CallRemarks remarks() {
        return CallRemarks.of(request.getCurrent());
    }

    /** The request that the call came with, if there is one. */
    @Nullable
    RoutingContext exchange() {
        return request.getCurrent();
    }

    /** The id of its connector, if it has one. */
    @Nullable
    String connectorOrNull() {
        return ConnectorAuthentication.connectorOf(identity).map(Connector::id).orElse(null);
    }

    /** The name of its account. */
    String account() {
        return current().account();
    }

    /** The call that a tool, prompt or resource begins to work on; empty where none came through the door. */
    Optional<AuditedCall> audited(Method method) {
        CallTrail trail = CallTrail.of(request.getCurrent());
        return Optional.ofNullable(trail)
                .map(it -> method.isAnnotationPresent(Tool.class)
                        ? it.next(Catalog.nameOf(method))
                        : it.nextOfNoTool(method.getName()));
    }

    /** The names of every tool it has. */
    Set<String> tools() {
        return visibility.tools(current());
    }

    /** The work of this call, for as long as its answer is wanted. */
    <T> Uni<T> whileWanted(Uni<T> work, Effect effect) {
        return Stateless.whileWanted(request.getCurrent(), work, effect == Effect.GET || effect == Effect.LIST);
    }

    boolean isLimited() {
        return !current().terms().limits().isNone();
    }

    /** Leave for a call of that effect, told in the headers of the answer too; see {@link CallLimiter#admit}. */
    Uni<CallLimiter.Permit> permit(CallLimiter limiter, Effect effect) {
        LimitHeaders headers =
                new LimitHeaders(request.getCurrent(), current().terms().limits());
        return Uni.createFrom()
                .deferred(() -> limiter.admit(current(), effect))
                .invoke(headers::granted)
                .onFailure(SequinException.class)
                .invoke(failure -> headers.refused(((SequinException) failure).problem()));
    }

    private Connector current() {
        return ConnectorAuthentication.connectorOf(identity)
                .orElseThrow(() -> new IllegalStateException("a call without a connector"));
    }
}
