package io.sequinmcp.conformance;

import io.quarkiverse.mcp.server.AudioContent;
import io.quarkiverse.mcp.server.Content;
import io.quarkiverse.mcp.server.Elicitation;
import io.quarkiverse.mcp.server.ElicitationRequest;
import io.quarkiverse.mcp.server.ElicitationRequest.BooleanSchema;
import io.quarkiverse.mcp.server.ElicitationRequest.EnumSchema;
import io.quarkiverse.mcp.server.ElicitationRequest.IntegerSchema;
import io.quarkiverse.mcp.server.ElicitationRequest.MultiSelectEnumSchema;
import io.quarkiverse.mcp.server.ElicitationRequest.NumberSchema;
import io.quarkiverse.mcp.server.ElicitationRequest.SingleSelectEnumSchema;
import io.quarkiverse.mcp.server.ElicitationRequest.StringSchema;
import io.quarkiverse.mcp.server.ElicitationResponse;
import io.quarkiverse.mcp.server.EmbeddedResource;
import io.quarkiverse.mcp.server.ImageContent;
import io.quarkiverse.mcp.server.McpLog;
import io.quarkiverse.mcp.server.Progress;
import io.quarkiverse.mcp.server.Sampling;
import io.quarkiverse.mcp.server.SamplingMessage;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.arc.profile.IfBuildProfile;
import io.sequinmcp.tools.Classed;
import io.sequinmcp.tools.Effect;
import io.sequinmcp.tools.Guarded;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The tools that the suite calls; what each has to do is written in the suite's scenarios. */
@Guarded
@Singleton
@IfBuildProfile("conformance")
public class ConformanceTools {
    private static final Duration PAUSE = Duration.ofMillis(50);

    @Tool(name = "test_simple_text", description = "Returns a text")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> simpleText() {
        return text("This is a simple text response for testing.");
    }

    @Tool(name = "test_image_content", description = "Returns an image")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<ImageContent> imageContent() {
        return Uni.createFrom().item(new ImageContent(Samples.PNG, "image/png"));
    }

    @Tool(name = "test_audio_content", description = "Returns a sound")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<AudioContent> audioContent() {
        return Uni.createFrom().item(new AudioContent(Samples.WAV, "audio/wav"));
    }

    @Tool(name = "test_embedded_resource", description = "Returns an embedded resource")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<EmbeddedResource> embeddedResource() {
        return Uni.createFrom()
                .item(new EmbeddedResource(new TextResourceContents(
                        "test://embedded-resource", "This is an embedded resource content.", "text/plain")));
    }

    @Tool(name = "test_multiple_content_types", description = "Returns a text, an image and a resource")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<List<Content>> multipleContentTypes() {
        return Uni.createFrom()
                .item(List.of(
                        new TextContent("Multiple content types test:"),
                        new ImageContent(Samples.PNG, "image/png"),
                        new EmbeddedResource(new TextResourceContents(
                                "test://mixed-content-resource",
                                "{\"test\":\"data\",\"value\":123}",
                                "application/json"))));
    }

    @Tool(name = "test_tool_with_logging", description = "Logs to the client while it works")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> toolWithLogging(McpLog log) {
        log.info("Tool execution started");
        return pause().invoke(() -> log.info("Tool processing data"))
                .chain(ConformanceTools::pause)
                .invoke(() -> log.info("Tool execution completed"))
                .chain(() -> text("Logged three times"));
    }

    @Tool(name = "test_tool_with_progress", description = "Reports progress while it works")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<TextContent> toolWithProgress(Progress progress) {
        return report(progress, 0)
                .chain(ConformanceTools::pause)
                .chain(() -> report(progress, 50))
                .chain(ConformanceTools::pause)
                .chain(() -> report(progress, 100))
                .chain(() -> text("Reported three times"));
    }

    @Tool(name = "test_error_handling", description = "Fails")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<ToolResponse> errorHandling() {
        return Uni.createFrom().item(ToolResponse.error("This tool intentionally returns an error for testing"));
    }

    @Tool(name = "test_sampling", description = "Asks the client's model")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<ToolResponse> sampling(@ToolArg(name = "prompt") String prompt, Sampling sampling) {
        if (!sampling.isSupported()) {
            return Uni.createFrom().item(ToolResponse.error("This client has no sampling"));
        }
        return sampling.requestBuilder()
                .addMessage(SamplingMessage.withUserRole(prompt))
                .setMaxTokens(100)
                .build()
                .send()
                .map(answer -> ToolResponse.success(
                        "LLM response: " + answer.content().asText().text()));
    }

    @Tool(name = "test_elicitation", description = "Asks the client's user")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<ToolResponse> elicitation(@ToolArg(name = "message") String message, Elicitation elicitation) {
        return ask(
                "User response",
                elicitation,
                elicitation
                        .requestBuilder()
                        .setMessage(message)
                        .addSchemaProperty(
                                "username",
                                StringSchema.builder()
                                        .setDescription("User's response")
                                        .setRequired(true)
                                        .build())
                        .addSchemaProperty(
                                "email",
                                StringSchema.builder()
                                        .setDescription("User's email address")
                                        .setRequired(true)
                                        .build()));
    }

    @Tool(name = "test_elicitation_sep1034_defaults", description = "Asks the client's user, with defaults")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<ToolResponse> elicitationWithDefaults(Elicitation elicitation) {
        return ask(
                "Elicitation completed",
                elicitation,
                elicitation
                        .requestBuilder()
                        .setMessage("Please check these")
                        .addSchemaProperty(
                                "name",
                                StringSchema.builder()
                                        .setDefaultValue("John Doe")
                                        .build())
                        .addSchemaProperty(
                                "age",
                                IntegerSchema.builder().setDefaultValue(30).build())
                        .addSchemaProperty(
                                "score",
                                NumberSchema.builder().setDefaultValue(95.5).build())
                        .addSchemaProperty(
                                "status",
                                SingleSelectEnumSchema.builder(List.of("active", "inactive", "pending"))
                                        .setDefaultValue("active")
                                        .build())
                        .addSchemaProperty(
                                "verified",
                                BooleanSchema.builder().setDefaultValue(true).build()));
    }

    @Tool(name = "test_elicitation_sep1330_enums", description = "Asks the client's user to choose, in all five ways")
    @Classed(effect = Effect.GET, tag = "system")
    public Uni<ToolResponse> elicitationWithChoices(Elicitation elicitation) {
        List<String> options = List.of("option1", "option2", "option3");
        List<String> values = List.of("value1", "value2", "value3");
        return ask(
                "Elicitation completed",
                elicitation,
                elicitation
                        .requestBuilder()
                        .setMessage("Please choose")
                        .addSchemaProperty("untitledSingle", new SingleSelectEnumSchema(options))
                        .addSchemaProperty(
                                "titledSingle",
                                SingleSelectEnumSchema.builder(values)
                                        .setEnumTitles(List.of("First Option", "Second Option", "Third Option"))
                                        .build())
                        .addSchemaProperty(
                                "legacyEnum",
                                EnumSchema.builder(List.of("opt1", "opt2", "opt3"))
                                        .setEnumNames(List.of("Option One", "Option Two", "Option Three"))
                                        .build())
                        .addSchemaProperty("untitledMulti", new MultiSelectEnumSchema(options))
                        .addSchemaProperty(
                                "titledMulti",
                                MultiSelectEnumSchema.builder(values)
                                        .setEnumTitles(List.of("First Choice", "Second Choice", "Third Choice"))
                                        .build()));
    }

    private static Uni<ToolResponse> ask(String opening, Elicitation elicitation, ElicitationRequest.Builder request) {
        if (!elicitation.isFormModeSupported()) {
            return Uni.createFrom().item(ToolResponse.error("This client has no elicitation"));
        }
        return request.build().send().map(answer -> ToolResponse.success(opening + ": " + tell(answer)));
    }

    private static String tell(ElicitationResponse answer) {
        return "action=%s, content=%s"
                .formatted(
                        answer.action().name().toLowerCase(Locale.ROOT),
                        answer.actionAccepted() ? answer.content().asMap() : "{}");
    }

    private static Uni<Void> report(Progress progress, int done) {
        return progress.token().isEmpty()
                ? Uni.createFrom().voidItem()
                : progress.notificationBuilder()
                        .setProgress(done)
                        .setTotal(100)
                        .build()
                        .send();
    }

    private static Uni<Void> pause() {
        return Uni.createFrom().voidItem().onItem().delayIt().by(PAUSE);
    }

    private static Uni<TextContent> text(String text) {
        return Uni.createFrom().item(new TextContent(text));
    }
}
