package io.sequinmcp.conformance;

import io.quarkiverse.mcp.server.CompleteArg;
import io.quarkiverse.mcp.server.CompletePrompt;
import io.quarkiverse.mcp.server.EmbeddedResource;
import io.quarkiverse.mcp.server.ImageContent;
import io.quarkiverse.mcp.server.Prompt;
import io.quarkiverse.mcp.server.PromptArg;
import io.quarkiverse.mcp.server.PromptMessage;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkus.arc.profile.IfBuildProfile;
import io.sequinmcp.tools.FactsOf;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/** The prompts that the suite asks for. */
@Singleton
@IfBuildProfile("conformance")
public class ConformancePrompts {
    @Prompt(name = "test_simple_prompt", description = "A prompt without arguments")
    @FactsOf("get_health")
    PromptMessage simple() {
        return PromptMessage.withUserRole("This is a simple prompt for testing.");
    }

    @Prompt(name = "test_prompt_with_arguments", description = "A prompt with two arguments")
    @FactsOf("get_health")
    PromptMessage withArguments(
            @PromptArg(name = "arg1", description = "First") String first,
            @PromptArg(name = "arg2", description = "Second") String second) {
        return PromptMessage.withUserRole("Prompt with arguments: arg1='%s', arg2='%s'".formatted(first, second));
    }

    @CompletePrompt("test_prompt_with_arguments")
    List<String> completeFirst(@CompleteArg(name = "arg1") String begun) {
        return Stream.of("paris", "park", "party")
                .filter(word -> word.startsWith(begun))
                .toList();
    }

    @Prompt(name = "test_prompt_with_embedded_resource", description = "A prompt with a resource in it")
    @FactsOf("get_health")
    List<PromptMessage> withEmbeddedResource(
            @PromptArg(name = "resourceUri", description = "Its address") String resourceUri) {
        return List.of(
                PromptMessage.withUserRole(new EmbeddedResource(
                        new TextResourceContents(resourceUri, "Embedded resource content for testing.", "text/plain"))),
                PromptMessage.withUserRole("Please process the embedded resource above."));
    }

    @Prompt(name = "test_prompt_with_image", description = "A prompt with an image in it")
    @FactsOf("get_health")
    List<PromptMessage> withImage() {
        return List.of(
                PromptMessage.withUserRole(new ImageContent(Samples.PNG, "image/png")),
                PromptMessage.withUserRole("Please analyze the image above."));
    }
}
