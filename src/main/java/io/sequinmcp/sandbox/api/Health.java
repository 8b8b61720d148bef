package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.world.Catalog;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.Sink;
import io.sequinmcp.sandbox.world.Table;
import io.sequinmcp.sandbox.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A sink's health with its five checks (section 6.6, recordings 198, 242, 310, 431, 515 to 517). */
final class Health {
    /** How long the first look at a new sink's configuration takes. */
    private static final Duration CONFIGURATION_CHECK = Duration.ofSeconds(3);

    private static final String NO_TABLES =
            "No tables in publication. Either your database does not have tables or your"
                    + " publication is not configured to include them.";
    private static final String WEBHOOK_FAILED = "[http_endpoint]: POST to webhook endpoint failed";

    private final World world;

    /** One check: its name, status, and what is wrong, if that is told. */
    private record Check(String name, String status, @Nullable String error) {
        Check(String name, String status) {
            this(name, status, null);
        }

        ObjectNode view() {
            ObjectNode view = Json.object().put("name", name).put("status", status);
            return error == null ? view : view.put("error", error);
        }
    }

    Health(World world) {
        this.world = world;
    }

    ObjectNode of(Sink sink) {
        List<Check> checks = List.of(
                configuration(sink),
                new Check("Message filtering", healthyIf(sink.sawSlot())),
                new Check("Message ingestion", healthyIf(sink.ingested())),
                new Check("Messages pending delivery", healthyIf(sink.delivered() || fails(sink))),
                delivery(sink));
        ObjectNode view = Json.object().put("name", "Consumer health").put("status", overall(sink, checks));
        ArrayNode views = view.putArray("checks");
        checks.forEach(check -> views.add(check.view()));
        return view;
    }

    /** The overall status alone. */
    String status(Sink sink) {
        return of(sink).path("status").asText();
    }

    private Check delivery(Sink sink) {
        return fails(sink)
                ? new Check("Message delivery", "error", WEBHOOK_FAILED)
                : new Check("Message delivery", healthyIf(sink.delivered()));
    }

    private Check configuration(Sink sink) {
        String name = "Sink configuration";
        if (world.now().isBefore(sink.insertedAt().plus(CONFIGURATION_CHECK))) {
            return new Check(name, "initializing");
        }
        List<Table> published = publishedTables(sink).toList();
        if (published.isEmpty()) {
            return new Check(name, "notice", NO_TABLES);
        }
        return new Check(name, published.stream().allMatch(Table::fullIdentity) ? "healthy" : "notice");
    }

    private Stream<Table> publishedTables(Sink sink) {
        Database database = world.databaseOf(sink);
        Optional<Catalog> catalog = world.network().catalog(database);
        String publication = world.replicationOf(database)
                .map(replication -> replication.publicationName())
                .orElse("");
        return catalog.stream()
                .flatMap(found -> found.tables().stream().filter(table -> found.publishes(publication, table)))
                .filter(sink.source()::covers);
    }

    /** A delivery was tried, and the destination does not answer. */
    private boolean fails(Sink sink) {
        return !sink.isStream() && !sink.buffer().isEmpty() && sink.failures() > 0 && !world.destinationAnswers(sink);
    }

    private static String healthyIf(boolean seen) {
        return seen ? "healthy" : "waiting";
    }

    private static String overall(Sink sink, List<Check> checks) {
        if (!sink.is("active")) {
            return "paused";
        }
        return Stream.of("error", "warning", "initializing", "waiting")
                .filter(status ->
                        checks.stream().anyMatch(check -> check.status().equals(status)))
                .findFirst()
                .orElse("healthy");
    }
}
