package io.sequinmcp.resources;

import static java.util.stream.Collectors.joining;

import io.quarkiverse.mcp.server.CompleteArg;
import io.quarkiverse.mcp.server.CompleteResourceTemplate;
import io.quarkiverse.mcp.server.CompletionResponse;
import io.quarkiverse.mcp.server.RequestUri;
import io.quarkiverse.mcp.server.Resource;
import io.quarkiverse.mcp.server.ResourceTemplate;
import io.quarkiverse.mcp.server.ResourceTemplateArg;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.tools.FactsOf;
import io.sequinmcp.tools.Guarded;
import io.sequinmcp.tools.KnownNames;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** Guides to Sequin. They show nothing of any account, so every connector has them. */
@Guarded
@Singleton
public class GuideResources {
    private static final String INDEX = "sequin://guides";
    private static final String MARKDOWN = "text/markdown";

    @Resource(
            name = "guides",
            title = "Guides",
            uri = INDEX,
            mimeType = MARKDOWN,
            description = "The guides to Sequin that there are, with their addresses.")
    @FactsOf({})
    Uni<TextResourceContents> index() {
        String lines = Stream.of(Guide.values())
                .map(guide -> "- " + INDEX + "/" + guide.topic() + ": " + guide.about() + ".\n")
                .collect(joining());
        return Uni.createFrom().item(new TextResourceContents(INDEX, "# Guides to Sequin\n\n" + lines, MARKDOWN));
    }

    @ResourceTemplate(
            name = "guide",
            title = "Guide",
            uriTemplate = INDEX + "/{topic}",
            mimeType = MARKDOWN,
            description = "How one part of Sequin works and fails, with the remedy of each symptom.")
    @FactsOf({})
    Uni<TextResourceContents> guide(@ResourceTemplateArg(name = "topic") String topic, RequestUri uri) {
        return Uni.createFrom().item(() -> Guide.of(UriPart.decoded(topic))
                .map(guide -> new TextResourceContents(uri.value(), guide.text(), MARKDOWN))
                .orElseThrow(() -> Problem.of(Problem.Code.NOT_FOUND, "There is no guide of that topic.")
                        .at("topic", Guide.topics())
                        .toException()));
    }

    @CompleteResourceTemplate("guide")
    Uni<CompletionResponse> completeTopic(@CompleteArg(name = "topic") String begun) {
        return Uni.createFrom().item(KnownNames.among(Guide.topics(), begun));
    }
}
