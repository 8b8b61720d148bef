package io.sequinmcp.resources;

import io.quarkiverse.mcp.server.CompleteArg;
import io.quarkiverse.mcp.server.CompleteResourceTemplate;
import io.quarkiverse.mcp.server.CompletionResponse;
import io.quarkiverse.mcp.server.RequestUri;
import io.quarkiverse.mcp.server.Resource;
import io.quarkiverse.mcp.server.ResourceTemplate;
import io.quarkiverse.mcp.server.ResourceTemplateArg;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.sequinmcp.tools.Caller;
import io.sequinmcp.tools.DatabaseView;
import io.sequinmcp.tools.FactsOf;
import io.sequinmcp.tools.Guarded;
import io.sequinmcp.tools.HttpEndpointTools.EndpointView;
import io.sequinmcp.tools.KnownNames;
import io.sequinmcp.tools.ResponseFormat;
import io.sequinmcp.tools.SinkView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** What the account holds, each by its name: all settings, secrets masked. */
@Guarded
@Singleton
public class AccountResources {
    private static final String JSON = "application/json";
    private static final String CONFIG = "sequin://config";

    private final Caller caller;
    private final KnownNames names;
    private final Clock clock;

    public AccountResources(Caller caller, KnownNames names, Clock clock) {
        this.caller = caller;
        this.names = names;
        this.clock = clock;
    }

    @ResourceTemplate(
            name = "sink",
            title = "Sink",
            uriTemplate = "sequin://sinks/{name}",
            mimeType = JSON,
            description = "A sink with all its settings, health checks and running backfills; secrets masked.")
    @FactsOf("get_sink")
    Uni<TextResourceContents> sink(@ResourceTemplateArg(name = "name") String name, RequestUri uri) {
        return caller.sequin()
                .sinks()
                .get(UriPart.decoded(name))
                .map(sink -> json(uri, SinkView.of(sink, ResponseFormat.DETAILED, clock.instant())));
    }

    @ResourceTemplate(
            name = "database",
            title = "Database",
            uriTemplate = "sequin://databases/{name}",
            mimeType = JSON,
            description = "A Postgres database that Sequin reads: address, slot, publication and all settings;"
                    + " passwords masked.")
    @FactsOf("get_database")
    Uni<TextResourceContents> database(@ResourceTemplateArg(name = "name") String name, RequestUri uri) {
        return caller.sequin()
                .databases()
                .get(UriPart.decoded(name))
                .map(database -> json(uri, DatabaseView.of(database, ResponseFormat.DETAILED, List.of(), List.of())));
    }

    @ResourceTemplate(
            name = "http_endpoint",
            title = "HTTP endpoint",
            uriTemplate = "sequin://http_endpoints/{name}",
            mimeType = JSON,
            description = "An HTTP endpoint that webhook sinks deliver to: URL and headers, encrypted ones masked.")
    @FactsOf("get_http_endpoint")
    Uni<TextResourceContents> httpEndpoint(@ResourceTemplateArg(name = "name") String name, RequestUri uri) {
        return caller.sequin()
                .httpEndpoints()
                .get(UriPart.decoded(name))
                .map(endpoint -> json(uri, EndpointView.of(endpoint, ResponseFormat.DETAILED, List.of(), List.of())));
    }

    @Resource(
            name = "config",
            title = "Configuration",
            uri = CONFIG,
            mimeType = "application/yaml",
            description = "The whole account as YAML: databases, change retentions, HTTP endpoints, functions and"
                    + " sinks; secrets masked.")
    @FactsOf("export_config")
    Uni<TextResourceContents> config() {
        return caller.sequin()
                .configuration()
                .export()
                .map(export -> new TextResourceContents(CONFIG, caller.yamlTextOf(export.yaml()), "application/yaml"));
    }

    @CompleteResourceTemplate("sink")
    Uni<CompletionResponse> completeSink(@CompleteArg(name = "name") String begun) {
        return names.sinks(begun);
    }

    @CompleteResourceTemplate("database")
    Uni<CompletionResponse> completeDatabase(@CompleteArg(name = "name") String begun) {
        return names.databases(begun);
    }

    @CompleteResourceTemplate("http_endpoint")
    Uni<CompletionResponse> completeHttpEndpoint(@CompleteArg(name = "name") String begun) {
        return names.httpEndpoints(begun);
    }

    private TextResourceContents json(RequestUri uri, Object answer) {
        return new TextResourceContents(uri.value(), caller.textOf(answer), JSON);
    }
}
