package io.sequinmcp.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.mcp.server.McpConnection;
import io.quarkiverse.mcp.server.McpMethod;
import io.quarkiverse.mcp.server.McpServer;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolManager.ToolArgument;
import io.quarkiverse.mcp.server.ToolManager.ToolInfo;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkiverse.mcp.server.runtime.McpRequest;
import io.quarkiverse.mcp.server.runtime.McpRequestValidator;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.connectors.ToolCatalog;
import io.sequinmcp.connectors.Usages;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.stateless.Stateless;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees every message before the extension acts on it, so that no tool can be without it: whether the connector has the
 * tool, prompt or resource, once more, and whether the arguments are what it takes. Anything that goes wrong here ends
 * the call.
 */
@Singleton
class CallGuard implements McpRequestValidator {
    private static final FeatureGuard.Refusal NO_PAGES = FeatureGuard.Refusal.invalid(
            "Invalid cursor: the list of tools has one page, which comes without a cursor");

    private final Visibility visibility;
    private final FeatureGuard features;
    private final ToolLists lists;
    private final Failures failures;
    private final ToolManager tools;
    private final InputSchemas schemas;
    private final ObjectMapper json;
    private final ConnectionManager connections;
    private final Usages usages;
    private final CallMeters meters;
    private final ToolCatalog catalog;

    CallGuard(
            Visibility visibility,
            FeatureGuard features,
            ToolLists lists,
            Failures failures,
            ToolManager tools,
            InputSchemas schemas,
            ObjectMapper json,
            ConnectionManager connections,
            Usages usages,
            CallMeters meters,
            ToolCatalog catalog) {
        this.visibility = visibility;
        this.features = features;
        this.lists = lists;
        this.failures = failures;
        this.tools = tools;
        this.schemas = schemas;
        this.json = json;
        this.connections = connections;
        this.usages = usages;
        this.meters = meters;
        this.catalog = catalog;
    }

    @Override
    public <R extends McpRequest> Future<Boolean> validate(JsonObject message, R request, McpMethod method) {
        Optional<Admission> admission = Admission.current();
        if (method == McpMethod.TOOLS_CALL || FeatureGuard.concerns(method)) {
            admission.map(Admission::connector).ifPresent(usages::called);
            Optional<AuditedCall> audited = audited(message, method, admission);
            Optional<?> refusal = method == McpMethod.TOOLS_CALL
                    ? refusal(message, admission, audited)
                    : features.refusal(method, message, admission.map(Admission::connector));
            if (method != McpMethod.TOOLS_CALL && refusal.isPresent()) {
                audited.ifPresent(it -> it.refused("not_offered", "The connector has no such prompt or resource."));
            }
            if (refusal.isPresent()) {
                return refuse(message, request, refusal.get());
            }
        }
        if (features.subscribes(method, message)) {
            return answer(message, request, Map.of())
                    .onComplete(sent -> request.endTracing(sent.cause()))
                    .map(false);
        }
        // What to say of a connection that is over the extension knows
        if (method == McpMethod.TOOLS_LIST
                && admission.isPresent()
                && request.connection().status() != McpConnection.Status.CLOSED) {
            return list(message, request, admission.get().connector());
        }
        if (method != McpMethod.INITIALIZE && request.connection().status() == McpConnection.Status.NEW) {
            admission.flatMap(Admission::session).ifPresent(session -> session.introduce(message));
        }
        return Future.succeededFuture(true);
    }

    /** The extension would put the list together anew for each who asks, and cut none of its texts. */
    private Future<Boolean> list(JsonObject message, McpRequest request, Connector connector) {
        boolean pages = message.getValue("params") instanceof JsonObject params && params.getValue("cursor") != null;
        return answer(message, request, pages ? NO_PAGES : lists.of(connector, Stateless.isOpen(request)))
                // The extension takes what it is not to do itself for a failure
                .onComplete(sent -> request.endTracing(sent.cause()))
                .map(false);
    }

    private static Optional<AuditedCall> audited(JsonObject message, McpMethod method, Optional<Admission> admission) {
        CallTrail trail = admission.map(Admission::trail).orElse(null);
        if (trail == null) {
            return Optional.empty();
        }
        JsonObject params = message.getJsonObject("params", new JsonObject());
        return Optional.of(
                method == McpMethod.TOOLS_CALL
                        ? trail.called(String.valueOf(params.getValue("name")), params.getValue("arguments"))
                        : trail.called(method.jsonRpcName(), withoutMeta(params)));
    }

    private static JsonObject withoutMeta(JsonObject params) {
        JsonObject named = params.copy();
        named.remove("_meta");
        return named;
    }

    /** What the call is to be answered with instead of being made: a tool's response, or a protocol error. */
    private Optional<Object> refusal(JsonObject message, Optional<Admission> admission, Optional<AuditedCall> audited) {
        JsonObject params = message.getJsonObject("params");
        String called = params == null ? null : String.valueOf(params.getValue("name"));
        String tool = called == null ? null : catalog.renamed().getOrDefault(called, called);
        Set<String> visible = Set.of();
        CallRemarks remarks = admission.map(Admission::remarks).orElseGet(() -> CallRemarks.of(null));
        try {
            visible = admission.map(Admission::connector).map(visibility::tools).orElse(Set.of());
            if (params == null || tool == null || !visible.contains(tool)) {
                audited.ifPresent(it -> it.refused("unknown_tool", "The connector has no such tool."));
                meters.unknown(account(admission), String.valueOf(tool));
                return Optional.of(FeatureGuard.Refusal.invalid("Invalid tool name: " + called));
            }
            if (!tool.equals(called)) {
                params.put("name", tool);
                remarks.note(
                        "%s is called %s now; the old name ends with the next minor version.".formatted(called, tool));
            }
            remarks.called(tool, params.getValue("arguments", new JsonObject()));
            JsonObject read = read(tools.getTool(tool, McpServer.DEFAULT), params.getValue("arguments"), remarks);
            remarks.called(tool, read);
            params.put("arguments", read);
            audited.ifPresent(it -> it.understood(tool, read));
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            Problem problem = failures.toProblem(
                    String.valueOf(tool), audited.map(AuditedCall::requestId).orElse(null), e);
            meters.refused(account(admission), String.valueOf(tool), problem.code());
            audited.ifPresent(it -> it.failed(problem));
            return Optional.of(ProblemAnswer.of(problem, visible, remarks).toResponse());
        }
    }

    private static String account(Optional<Admission> admission) {
        return admission.map(it -> it.connector().account()).orElse("");
    }

    private JsonObject read(ToolInfo tool, @Nullable Object arguments, CallRemarks remarks) {
        JsonObject read = new ArgumentReader(tool.name(), schemas.of(tool.name()), remarks::note).read(arguments);
        for (ToolArgument argument : tool.arguments()) {
            Object value = read.getValue(argument.name());
            if (value != null) {
                refuseUnreadable(tool.name(), argument, value);
            }
        }
        return read;
    }

    /** The extension would do the same, and fail in a shape of its own. */
    private void refuseUnreadable(String tool, ToolArgument argument, Object value) {
        if (argument.type() == value.getClass()) {
            return;
        }
        try {
            json.convertValue(value, json.constructType(argument.type()));
        } catch (IllegalArgumentException e) {
            throw ArgumentReader.unfit(argument.name(), schemas.of(tool, argument.name()))
                    .toException();
        }
    }

    private Future<Boolean> refuse(JsonObject message, McpRequest request, Object refusal) {
        return answer(message, request, refusal).map(false);
    }

    private Future<Void> answer(JsonObject message, McpRequest request, Object answer) {
        if (request.connection().status() == McpConnection.Status.NEW) {
            // Made for this message alone, and not to be used any more
            connections.remove(request.connection().id());
        }
        Object id = message.getValue("id");
        return answer instanceof FeatureGuard.Refusal protocol
                ? request.sender().sendError(id, protocol.code(), protocol.text())
                : request.sender().sendResult(id, answer);
    }
}
