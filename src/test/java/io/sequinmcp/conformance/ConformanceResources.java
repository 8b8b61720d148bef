package io.sequinmcp.conformance;

import io.quarkiverse.mcp.server.BlobResourceContents;
import io.quarkiverse.mcp.server.RequestUri;
import io.quarkiverse.mcp.server.Resource;
import io.quarkiverse.mcp.server.ResourceTemplate;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkus.arc.profile.IfBuildProfile;
import io.sequinmcp.tools.FactsOf;
import jakarta.inject.Singleton;

/** The resources that the suite reads and subscribes to. */
@Singleton
@IfBuildProfile("conformance")
public class ConformanceResources {
    @Resource(uri = "test://static-text", description = "A text", mimeType = "text/plain")
    @FactsOf("get_health")
    TextResourceContents staticText() {
        return new TextResourceContents(
                "test://static-text", "This is the content of the static text resource.", "text/plain");
    }

    @Resource(uri = "test://static-binary", description = "An image", mimeType = "image/png")
    @FactsOf("get_health")
    BlobResourceContents staticBinary() {
        return new BlobResourceContents("test://static-binary", Samples.PNG, "image/png");
    }

    @Resource(uri = "test://watched-resource", description = "One to subscribe to", mimeType = "text/plain")
    @FactsOf("get_health")
    TextResourceContents watched() {
        return new TextResourceContents("test://watched-resource", "Nothing happens here.", "text/plain");
    }

    @ResourceTemplate(
            uriTemplate = "test://template/{id}/data",
            description = "One of many",
            mimeType = "application/json")
    @FactsOf("get_health")
    TextResourceContents data(String id, RequestUri uri) {
        return new TextResourceContents(
                uri.value(),
                "{\"id\":\"%s\",\"templateTest\":true,\"data\":\"Data for ID: %s\"}".formatted(id, id),
                "application/json");
    }
}
