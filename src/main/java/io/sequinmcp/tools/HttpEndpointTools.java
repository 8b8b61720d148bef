package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.sequinmcp.sequin.HttpEndpoint;
import io.sequinmcp.sequin.HttpEndpointSettings;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** HTTP endpoints: where webhook sinks deliver to. */
@Guarded
@Singleton
public class HttpEndpointTools {
    private final Caller caller;

    public HttpEndpointTools(Caller caller) {
        this.caller = caller;
    }

    @Tool(
            name = "list_http_endpoints",
            title = "HTTP endpoints: List",
            description = "Lists the HTTP endpoints that webhook sinks deliver to, with URL and header names.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "HTTP endpoints: List",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.LIST, tag = "http_endpoints")
    public Uni<EndpointList> listHttpEndpoints(
            @ToolArg(name = "limit", defaultValue = "50") @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @ToolArg(name = "cursor", description = Parameters.CURSOR, required = false) @Nullable String cursor,
            @ToolArg(name = "response_format", defaultValue = "concise") ResponseFormat format) {
        return caller.sequin()
                .httpEndpoints()
                .list()
                .map(all -> EndpointList.of(Page.byName(all, HttpEndpoint::name, limit, cursor), format));
    }

    @Tool(
            name = "get_http_endpoint",
            title = "HTTP endpoints: Get",
            description = "Shows one HTTP endpoint: URL and header names; detailed adds header values, encrypted"
                    + " ones masked. update_http_endpoint changes it.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "HTTP endpoints: Get",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.GET, tag = "http_endpoints")
    public Uni<EndpointView> getHttpEndpoint(
            @ToolArg(name = "http_endpoint_id_or_name", description = Parameters.HTTP_ENDPOINT) @NotBlank
                    String endpoint,
            @ToolArg(name = "response_format", defaultValue = "concise") ResponseFormat format) {
        return caller.sequin()
                .httpEndpoints()
                .get(endpoint)
                .map(found -> EndpointView.of(found, format, List.of(), List.of()));
    }

    @Tool(
            name = "create_http_endpoint",
            title = "HTTP endpoints: Create",
            description = "Creates an HTTP endpoint, which webhook sinks then name in their destination as"
                    + " http_endpoint: by url, or local with a path. A password within the URL is dropped;"
                    + " encrypted_headers keep secrets.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "HTTP endpoints: Create",
                            readOnlyHint = false,
                            destructiveHint = false,
                            idempotentHint = false,
                            openWorldHint = true))
    @Classed(effect = Effect.CREATE, tag = "http_endpoints")
    public Uni<EndpointView> createHttpEndpoint(
            @ToolArg(name = "name") @NotBlank String name,
            @ToolArg(name = "url", required = false) @Nullable String url,
            @ToolArg(name = "headers", required = false) @Nullable Map<String, Object> headers,
            @ToolArg(name = "encrypted_headers", description = "Masked ever after", required = false) @Nullable
                    Map<String, Object> encryptedHeaders,
            @ToolArg(name = "local", description = "Through Sequin's tunnel", required = false) @Nullable Boolean local,
            @ToolArg(name = "path", required = false) @Nullable String path) {
        return caller.sequin()
                .httpEndpoints()
                .create(new HttpEndpointSettings(name, url, headers, encryptedHeaders, local, path, false))
                .map(created -> written(
                        created,
                        NextStep.of(
                                        "create_sink",
                                        "destination",
                                        new TreeMap<>(Map.of("type", "webhook", "http_endpoint", name)))
                                .asking("name", "database")));
    }

    @Tool(
            name = "update_http_endpoint",
            title = "HTTP endpoints: Update",
            description = "Changes the given settings of an HTTP endpoint and keeps the rest. headers are merged unless"
                    + " replace_headers; encrypted_headers must list all that are to remain, with values. Restarts"
                    + " the sinks that deliver there.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "HTTP endpoints: Update",
                            readOnlyHint = false,
                            destructiveHint = true,
                            idempotentHint = true,
                            openWorldHint = true))
    @Classed(effect = Effect.UPDATE, tag = "http_endpoints")
    public Uni<EndpointView> updateHttpEndpoint(
            @ToolArg(name = "http_endpoint_id_or_name", description = Parameters.HTTP_ENDPOINT) @NotBlank
                    String endpoint,
            @ToolArg(name = "name", description = "New name", required = false) @Nullable String name,
            @ToolArg(name = "url", required = false) @Nullable String url,
            @ToolArg(name = "headers", required = false) @Nullable Map<String, Object> headers,
            @ToolArg(name = "encrypted_headers", required = false) @Nullable Map<String, Object> encryptedHeaders,
            @ToolArg(name = "path", required = false) @Nullable String path,
            @ToolArg(name = "replace_headers", defaultValue = "false") boolean replaceHeaders) {
        return caller.sequin()
                .httpEndpoints()
                .update(
                        endpoint,
                        new HttpEndpointSettings(name, url, headers, encryptedHeaders, null, path, replaceHeaders))
                .map(updated -> written(
                        updated,
                        NextStep.of(
                                "get_http_endpoint",
                                "http_endpoint_id_or_name",
                                updated.value().name())));
    }

    private EndpointView written(Outcome<HttpEndpoint> outcome, NextStep next) {
        return EndpointView.of(outcome.value(), ResponseFormat.CONCISE, outcome.notes(), caller.offered(next));
    }

    /**
     * An HTTP endpoint as an agent reads it.
     *
     * @param url absent for a local one
     * @param headers their names; where detail was asked for, with the values in {@code headerValues}
     * @param headerValues those of encrypted headers are masked
     */
    @Answer
    public record EndpointView(
            String name,
            String id,
            @Nullable String url,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean local,
            @Nullable String path,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> headers,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> encryptedHeaders,
            @Nullable Map<String, Object> headerValues,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next)
            implements Linked {

        @Override
        public @Nullable Link link() {
            return headerValues == null ? Link.of("http_endpoints", name, "get_http_endpoint") : null;
        }

        public static EndpointView of(
                HttpEndpoint endpoint, ResponseFormat format, List<String> notes, List<NextStep> next) {
            return new EndpointView(
                    endpoint.name(),
                    endpoint.id(),
                    endpoint.url(),
                    endpoint.local(),
                    endpoint.path(),
                    names(endpoint.headers()),
                    names(endpoint.encryptedHeaders()),
                    format.detailed() ? values(endpoint) : null,
                    notes,
                    next);
        }

        private static List<String> names(Map<String, Object> headers) {
            return List.copyOf(new TreeSet<>(headers.keySet()));
        }

        private static Map<String, Object> values(HttpEndpoint endpoint) {
            Map<String, Object> values = new TreeMap<>(endpoint.headers());
            values.putAll(endpoint.encryptedHeaders());
            return values;
        }
    }

    /** HTTP endpoints, by name. */
    @Answer
    public record EndpointList(int total, List<EndpointView> httpEndpoints, @Nullable String nextCursor) {
        static EndpointList of(Page<HttpEndpoint> page, ResponseFormat format) {
            return new EndpointList(
                    page.total(),
                    page.items().stream()
                            .map(endpoint -> EndpointView.of(endpoint, format, List.of(), List.of()))
                            .toList(),
                    page.nextCursor());
        }
    }
}
