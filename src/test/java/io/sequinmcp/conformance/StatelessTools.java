package io.sequinmcp.conformance;

import io.quarkiverse.mcp.server.Elicitation;
import io.quarkiverse.mcp.server.ElicitationRequest.StringSchema;
import io.quarkiverse.mcp.server.ElicitationResponse;
import io.quarkiverse.mcp.server.McpLog;
import io.quarkiverse.mcp.server.Prompt;
import io.quarkiverse.mcp.server.PromptMessage;
import io.quarkiverse.mcp.server.Root;
import io.quarkiverse.mcp.server.Roots;
import io.quarkiverse.mcp.server.Sampling;
import io.quarkiverse.mcp.server.SamplingMessage;
import io.quarkiverse.mcp.server.SamplingResponse;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.Tool;
import io.quarkus.arc.profile.IfBuildProfile;
import io.sequinmcp.stateless.MissingCapability;
import io.sequinmcp.tools.Classed;
import io.sequinmcp.tools.Effect;
import io.sequinmcp.tools.FactsOf;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * What the suite calls without sessions. Written as for sessions: that a question ends the call, and that its answer
 * comes with a new one, is the transport's affair.
 */
@Singleton
@IfBuildProfile("conformance")
public class StatelessTools {
    @Tool(name = "test_input_required_result_elicitation", description = "Asks for a name")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> elicitation(Elicitation elicitation) {
        return ask(elicitation, "What is your name?", "user_name")
                .map(answer -> said("Hello, " + answer.content().asMap()));
    }

    @Tool(name = "test_input_required_result_sampling", description = "Asks the client's model")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> sampling(Sampling sampling) {
        return ask(sampling).map(answer -> said(String.valueOf(answer.content())));
    }

    @Tool(name = "test_input_required_result_list_roots", description = "Asks for the client's roots")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> roots(Roots roots) {
        return roots.list().map(answer -> said(answer.toString()));
    }

    @Tool(name = "test_input_required_result_request_state", description = "Asks, and needs its state again")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> requestState(Elicitation elicitation) {
        return ask(elicitation, "Please confirm", "ok").replaceWith(said("state-ok"));
    }

    @Tool(name = "test_input_required_result_tampered_state", description = "Asks, and needs its state unchanged")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> tamperedState(Elicitation elicitation) {
        return ask(elicitation, "Please confirm", "ok").replaceWith(said("confirmed"));
    }

    @Tool(name = "test_input_required_result_multiple_inputs", description = "Asks for three things at once")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> multipleInputs(Elicitation elicitation, Sampling sampling, Roots roots) {
        Uni<ElicitationResponse> name = ask(elicitation, "What is your name?", "user_name");
        Uni<SamplingResponse> greeting = ask(sampling);
        Uni<List<Root>> directories = roots.list();
        return Uni.combine().all().unis(name, greeting, directories).asTuple().map(all -> said("Got all of it"));
    }

    @Tool(name = "test_input_required_result_multi_round", description = "Asks twice, one after the other")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> multiRound(Elicitation elicitation) {
        return ask(elicitation, "What is your name?", "name")
                .chain(name -> ask(elicitation, "What is your favorite color?", "color"))
                .map(color -> said("Got both"));
    }

    @Tool(name = "test_input_required_result_capabilities", description = "Asks whatever the client can be asked")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> capabilities(Elicitation elicitation, Sampling sampling) {
        if (elicitation.isFormModeSupported()) {
            return elicitation(elicitation);
        }
        return sampling.isSupported() ? sampling(sampling) : Uni.createFrom().item(said("Nobody can be asked"));
    }

    @Tool(name = "test_missing_capability", description = "Cannot do without the client's model")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> missingCapability(Sampling sampling) {
        if (!sampling.isSupported()) {
            throw new MissingCapability("sampling");
        }
        return sampling(sampling);
    }

    @Tool(name = "test_streaming_elicitation", description = "Asks, on the stream of its answer")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> streamingElicitation(Elicitation elicitation) {
        return elicitation(elicitation);
    }

    @Tool(name = "test_logging_tool", description = "Logs to the client")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> logging(McpLog log) {
        log.info("Logged");
        return Uni.createFrom().item(said("Logged once"));
    }

    @Prompt(name = "test_input_required_result_prompt", description = "A prompt that asks first")
    @FactsOf("get_health")
    public Uni<PromptMessage> prompt(Elicitation elicitation) {
        return ask(elicitation, "What context should the prompt use?", "context")
                .map(answer -> PromptMessage.withUserRole(
                        "Use this: " + answer.content().asMap()));
    }

    private static Uni<ElicitationResponse> ask(Elicitation elicitation, String question, String property) {
        return elicitation
                .requestBuilder()
                .setMessage(question)
                .addSchemaProperty(property, new StringSchema(true))
                .build()
                .send();
    }

    private static Uni<SamplingResponse> ask(Sampling sampling) {
        return sampling.requestBuilder()
                .addMessage(SamplingMessage.withUserRole("What is the capital of France?"))
                .setMaxTokens(100)
                .build()
                .send();
    }

    private static TextContent said(String text) {
        return new TextContent(text);
    }
}
