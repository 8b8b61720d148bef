package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.FeatureManager.FeatureInfo;
import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.quarkiverse.mcp.server.McpMethod;
import io.quarkiverse.mcp.server.PromptManager;
import io.quarkiverse.mcp.server.PromptManager.PromptArgument;
import io.quarkiverse.mcp.server.PromptManager.PromptInfo;
import io.quarkiverse.mcp.server.ResourceManager;
import io.quarkiverse.mcp.server.ResourceTemplateManager;
import io.quarkiverse.mcp.server.ResourceTemplateManager.ResourceTemplateInfo;
import io.quarkiverse.mcp.server.runtime.ResourceTemplateManagerImpl;
import io.sequinmcp.connectors.Connector;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether a connector has the prompt or resource that a message names, once more: the extension asks no filter before a
 * completion or a subscription, and takes one that throws for a yes. What is not there is refused in the words of what
 * does not exist.
 */
@Singleton
class FeatureGuard {
    private static final Logger LOG = Logger.getLogger(FeatureGuard.class);

    private final Visibility visibility;
    private final PromptManager prompts;
    private final ResourceManager resources;
    private final ResourceTemplateManager templates;

    FeatureGuard(
            Visibility visibility,
            PromptManager prompts,
            ResourceManager resources,
            ResourceTemplateManager templates) {
        this.visibility = visibility;
        this.prompts = prompts;
        this.resources = resources;
        this.templates = templates;
    }

    /** A protocol error. */
    record Refusal(int code, String text) {
        static Refusal invalid(String text) {
            return new Refusal(JsonRpcErrorCodes.INVALID_PARAMS, text);
        }
    }

    static boolean concerns(McpMethod method) {
        return switch (method) {
            case PROMPTS_GET, RESOURCES_READ, RESOURCES_SUBSCRIBE, RESOURCES_UNSUBSCRIBE, COMPLETION_COMPLETE -> true;
            default -> false;
        };
    }

    /** What the message is to be answered with instead of being acted on. */
    Optional<Refusal> refusal(McpMethod method, JsonObject message, Optional<Connector> connector) {
        try {
            JsonObject params = message.getJsonObject("params", new JsonObject());
            Predicate<FeatureInfo> has = feature ->
                    connector.filter(it -> visibility.has(it, feature)).isPresent();
            return switch (method) {
                case PROMPTS_GET -> prompt(params, has);
                case COMPLETION_COMPLETE -> completion(params, has);
                default -> resource(params, has);
            };
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "Could not tell whether a connector has what %s names; it is taken not to", method);
            return Optional.of(Refusal.invalid("The request can't be understood"));
        }
    }

    /**
     * Whether it begins or ends a subscription to a resource there is. Nobody here is told of changes, and the
     * extension would keep each that begins for good, in a list that it copies item by item for every next one.
     */
    boolean subscribes(McpMethod method, JsonObject message) {
        return (method == McpMethod.RESOURCES_SUBSCRIBE || method == McpMethod.RESOURCES_UNSUBSCRIBE)
                && message.getJsonObject("params").getValue("uri") instanceof String uri
                && resources.getResource(uri) != null;
    }

    private Optional<Refusal> prompt(JsonObject params, Predicate<FeatureInfo> has) {
        if (!(params.getValue("name") instanceof String name)) {
            return Optional.of(Refusal.invalid("\"name\" must be the name of a prompt"));
        }
        PromptInfo prompt = prompts.getPrompt(name);
        if (prompt == null || !has.test(prompt)) {
            return Optional.of(unknownPrompt(name));
        }
        Object arguments = params.getValue("arguments");
        return arguments == null ? missing(prompt, Map.of()) : arguments(prompt, arguments);
    }

    private static Optional<Refusal> arguments(PromptInfo prompt, Object arguments) {
        if (!(arguments instanceof JsonObject given)) {
            return Optional.of(Refusal.invalid("\"arguments\" must be an object"));
        }
        List<String> known =
                prompt.arguments().stream().map(PromptArgument::name).toList();
        for (Map.Entry<String, Object> argument : given) {
            if (!known.contains(argument.getKey())) {
                return Optional.of(Refusal.invalid("The prompt has no argument \"" + argument.getKey() + "\"; it has: "
                        + String.join(", ", known)));
            }
            if (argument.getValue() != null && !(argument.getValue() instanceof String)) {
                return Optional.of(Refusal.invalid("The argument \"" + argument.getKey() + "\" must be a string"));
            }
        }
        return missing(prompt, given.getMap());
    }

    private static Optional<Refusal> missing(PromptInfo prompt, Map<String, Object> given) {
        return prompt.arguments().stream()
                .filter(PromptArgument::required)
                .filter(argument -> !(given.get(argument.name()) instanceof String text) || text.isBlank())
                .findFirst()
                .map(argument -> Refusal.invalid(
                        "The argument \"" + argument.name() + "\" is missing: " + argument.description()));
    }

    private Optional<Refusal> resource(JsonObject params, Predicate<FeatureInfo> has) {
        if (!(params.getValue("uri") instanceof String uri)) {
            return Optional.of(Refusal.invalid("\"uri\" must be the address of a resource"));
        }
        FeatureInfo resource = resources.getResource(uri);
        FeatureInfo found = resource != null
                ? resource
                : templates().filter(it -> matches(it, uri)).findFirst().orElse(null);
        return found != null && has.test(found)
                ? Optional.empty()
                : Optional.of(new Refusal(JsonRpcErrorCodes.RESOURCE_NOT_FOUND, "Resource not found: " + uri));
    }

    private Optional<Refusal> completion(JsonObject params, Predicate<FeatureInfo> has) {
        if (!(params.getValue("ref") instanceof JsonObject ref)
                || !(params.getValue("argument") instanceof JsonObject argument)
                || !(argument.getValue("name") instanceof String)
                || !(argument.getValue("value") instanceof String)) {
            return Optional.of(
                    Refusal.invalid(
                            "\"ref\" must be an object, and \"argument\" one with a \"name\" and a \"value\" that are strings"));
        }
        if ("ref/prompt".equals(ref.getValue("type")) && ref.getValue("name") instanceof String name) {
            PromptInfo prompt = prompts.getPrompt(name);
            return prompt != null && has.test(prompt) ? Optional.empty() : Optional.of(unknownPrompt(name));
        }
        if ("ref/resource".equals(ref.getValue("type")) && ref.getValue("uri") instanceof String uri) {
            return template(uri).filter(has).isPresent()
                    ? Optional.empty()
                    : Optional.of(new Refusal(JsonRpcErrorCodes.INVALID_PARAMS, "Invalid resource template: " + uri));
        }
        return Optional.of(
                Refusal.invalid("\"ref\" must be of type ref/prompt with a \"name\", or ref/resource with a \"uri\""));
    }

    private Optional<FeatureInfo> template(String uri) {
        return templates()
                .filter(it -> it.uriTemplate().equals(uri))
                .findFirst()
                .map(FeatureInfo.class::cast);
    }

    private Stream<ResourceTemplateInfo> templates() {
        return StreamSupport.stream(templates.spliterator(), false);
    }

    /** As the extension will. */
    private static boolean matches(ResourceTemplateInfo template, String uri) {
        Pattern pattern = ResourceTemplateManagerImpl.createMatcherFromUriTemplate(template.uriTemplate())
                .pattern();
        return pattern.matcher(uri).matches();
    }

    private static Refusal unknownPrompt(@Nullable String name) {
        return Refusal.invalid("Invalid prompt name: " + name);
    }
}
