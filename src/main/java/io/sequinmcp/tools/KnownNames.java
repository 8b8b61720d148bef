package io.sequinmcp.tools;

import io.quarkiverse.mcp.server.CompletionResponse;
import io.sequinmcp.sequin.Database;
import io.sequinmcp.sequin.HttpEndpoint;
import io.sequinmcp.sequin.Sink;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Names that complete what a user has begun to type. Only of what the connector can list and is within its reach; of
 * anything else there are none.
 */
@Singleton
public class KnownNames {
    /** As many as an answer may have. */
    private static final int MOST = 100;

    private final Caller caller;

    public KnownNames(Caller caller) {
        this.caller = caller;
    }

    public Uni<CompletionResponse> sinks(String begun) {
        return caller.has("list_sinks")
                ? caller.sequin().sinks().list().map(all -> among(all.stream().map(Sink::name), begun))
                : nothing();
    }

    /** Those of sinks that are read by receiving. */
    public Uni<CompletionResponse> consumers(String begun) {
        return caller.has("list_sinks")
                ? caller.sequin()
                        .sinks()
                        .list()
                        .map(all -> among(all.stream().filter(Sink::isStream).map(Sink::name), begun))
                : nothing();
    }

    public Uni<CompletionResponse> databases(String begun) {
        return caller.has("list_databases")
                ? caller.sequin()
                        .databases()
                        .list()
                        .map(all -> among(all.stream().map(Database::name), begun))
                : nothing();
    }

    public Uni<CompletionResponse> httpEndpoints(String begun) {
        return caller.has("list_http_endpoints")
                ? caller.sequin()
                        .httpEndpoints()
                        .list()
                        .map(all -> among(all.stream().map(HttpEndpoint::name), begun))
                : nothing();
    }

    /** The tables that a sink includes by name; a sink of a whole schema does not tell its tables. */
    public Uni<CompletionResponse> tablesOf(String sink, String begun) {
        return caller.has("get_sink") && !sink.isBlank()
                ? caller.sequin().sinks().get(sink).map(found -> among(found.source().includeTables().stream(), begun))
                : nothing();
    }

    /** Of these words, the ones that go on from what was begun, in order. */
    public static CompletionResponse among(Collection<String> words, String begun) {
        return among(words.stream(), begun);
    }

    private static CompletionResponse among(Stream<String> words, String begun) {
        String start = begun.toLowerCase(Locale.ROOT);
        List<String> fitting = words.filter(
                        word -> word.toLowerCase(Locale.ROOT).startsWith(start))
                .sorted()
                .toList();
        return new CompletionResponse(
                fitting.subList(0, Math.min(MOST, fitting.size())), fitting.size(), fitting.size() > MOST);
    }

    private static Uni<CompletionResponse> nothing() {
        return Uni.createFrom().item(new CompletionResponse(List.of(), 0, false));
    }
}
