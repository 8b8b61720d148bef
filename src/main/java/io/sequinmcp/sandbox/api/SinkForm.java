package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.Sink;
import io.sequinmcp.sandbox.world.Table;
import io.sequinmcp.sandbox.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes and changes sinks the way Sequin does: the request is parsed field by field (the first mistake ends it), then
 * the whole is validated (all complaints at once), then the database's constraints have a word, as 500s.
 */
final class SinkForm {
    private static final Set<String> STATUSES = Set.of("active", "disabled", "paused");
    private static final Set<String> TIMESTAMPS = Set.of("iso8601", "unix_microsecond");
    private static final Set<String> ACTIONS = Set.of("insert", "update", "delete");
    private static final int MOST_ANNOTATIONS = 8192;

    private final World world;
    private final SinkParser parser;

    SinkForm(World world) {
        this.world = world;
        this.parser = new SinkParser(world);
    }

    Sink create(ObjectNode fields, Instant insertedAt) {
        SinkParser.Parsed parsed = parser.parse(fields);
        ObjectNode settings = defaults();
        settings.setAll(parsed.settings());
        connect(settings, MissingNode.getInstance());
        ObjectNode errors = complaints(settings, parsed, null);
        if (parsed.database().isEmpty()) {
            errors.putArray("replication_slot_id").add(Names.BLANK);
        }
        Names.complaint(settings.path("name"))
                .ifPresent(complaint -> errors.putArray("name").add(complaint));
        refuse(errors);
        if (taken(settings, null)) {
            throw Refusal.changeset("name", "has already been taken");
        }
        constraints(settings);
        if (parsed.database().flatMap(world::replicationOf).isEmpty()) {
            throw Refusal.crash();
        }
        return world.addSink(parsed.database().orElseThrow(), settings, insertedAt);
    }

    /** Partial at the top, but a destination that is sent replaces the stored one as a whole (section 6.3). */
    void update(Sink sink, ObjectNode fields) {
        SinkParser.Parsed parsed = parser.parse(fields);
        ObjectNode settings = sink.settings().deepCopy();
        settings.setAll(parsed.settings());
        connect(settings, sink.destination().path("connection_id"));
        ObjectNode errors = complaints(settings, parsed, sink);
        if (Names.isBlank(settings.path("name"))) {
            errors.putArray("name").add(Names.BLANK);
        }
        refuse(errors);
        if (taken(settings, sink)) {
            // No rule for names is left on update but the database's own
            throw Refusal.crash();
        }
        constraints(settings);
        world.update(sink, settings);
    }

    /** A RabbitMQ destination shows an id of its own, made once. */
    private void connect(ObjectNode settings, JsonNode earlierId) {
        if (settings.path("destination") instanceof ObjectNode destination
                && destination.path("type").asText().equals("rabbitmq")
                && !destination.has("connection_id")) {
            destination.put(
                    "connection_id",
                    earlierId.isTextual() ? earlierId.asText() : world.ids().next());
        }
    }

    /** What a new sink has in the fields that its request leaves out. */
    private static ObjectNode defaults() {
        ObjectNode defaults = Json.object()
                .put("status", "active")
                .put("batch_size", 1)
                .put("timestamp_format", "iso8601")
                .put("message_grouping", true)
                .put("load_shedding_policy", "pause_on_full")
                .putNull("max_retry_count")
                .putNull("filter")
                .putNull("transform")
                .putNull("routing")
                .putNull("enrichment");
        defaults.set("source", SinkParser.emptySource());
        defaults.putArray("tables");
        defaults.set("actions", Json.array(List.of("insert", "update", "delete")));
        defaults.putObject("annotations");
        return defaults;
    }

    private ObjectNode complaints(ObjectNode settings, SinkParser.Parsed parsed, @Nullable Sink sink) {
        ObjectNode errors = Json.object();
        oneOf(errors, "status", settings.path("status"), STATUSES);
        oneOf(errors, "timestamp_format", settings.path("timestamp_format"), TIMESTAMPS);
        settings.path("actions").forEach(action -> oneOf(errors, "actions", action, ACTIONS));
        if (!settings.path("annotations").isObject()) {
            complain(errors, "annotations", "is invalid");
        } else if (settings.path("annotations").toString().length() > MOST_ANNOTATIONS) {
            complain(errors, "annotations", "annotations size limit exceeded");
        }
        if (settings.path("max_retry_count").isNumber()
                && settings.path("max_retry_count").asInt() == 0) {
            complain(errors, "max_retry_count", "must be greater than 0");
        }
        grouping(settings).ifPresent(complaint -> complain(errors, "message_grouping", complaint));
        if (settings.path("enrichment").isTextual()
                && settings.path("source").path("include_tables").size() != 1) {
            complain(
                    errors,
                    "enrichment_id",
                    "Enrichment is not supported for multiple tables. To use enrichment, please specify a single"
                            + " included table in the source.");
        }
        ObjectNode source = SourceRules.complaints(settings.path("source"));
        if (!source.isEmpty()) {
            errors.set("source", source);
        }
        if (!settings.has("destination")) {
            complain(errors, "sink", Names.BLANK);
        } else if (parsed.settings().has("destination")) {
            ObjectNode destination = DestinationRules.complaints(
                    (ObjectNode) settings.path("destination"), parsed.routing(), mode(sink, settings));
            if (!destination.isEmpty()) {
                errors.set("sink", destination);
            }
        }
        return errors;
    }

    /** The stored routing mode, which a destination of the same type keeps. */
    private static Optional<Boolean> mode(@Nullable Sink sink, ObjectNode settings) {
        String type = settings.path("destination").path("type").asText();
        return Optional.ofNullable(sink)
                .filter(stored -> stored.type().equals(type))
                .map(stored -> stored.settings().path("routing").isTextual());
    }

    private Optional<String> grouping(ObjectNode settings) {
        if (settings.path("message_grouping").asBoolean(true)) {
            return Optional.empty();
        }
        for (JsonNode table : settings.path("tables")) {
            if (!table.path("group_column_names").isEmpty()) {
                String oid = TableReference.of(table.path("name").asText())
                        .in(allTables())
                        .map(found -> String.valueOf(found.oid()))
                        .orElse("");
                return Optional.of("Cannot specify group columns when message_grouping is disabled. Found group columns"
                        + " on: [oid: " + oid + "]. For more information, see:"
                        + " https://sequinstream.com/docs/reference/sequin-yaml#message-grouping");
            }
        }
        return Optional.empty();
    }

    private List<Table> allTables() {
        return world.databases().all().stream()
                .map(Database::knownTables)
                .flatMap(List::stream)
                .toList();
    }

    /** What the database itself refuses: functions of the wrong type, and a batch for a webhook that takes none. */
    private void constraints(ObjectNode settings) {
        for (String kind : List.of("filter", "routing", "enrichment")) {
            world.functions()
                    .byId(settings.path(kind).asText())
                    .filter(function -> !function.type().equals(kind))
                    .ifPresent(function -> {
                        throw Refusal.crash();
                    });
        }
        if (settings.path("actions").isNull()) {
            throw Refusal.crash();
        }
        JsonNode destination = settings.path("destination");
        boolean single = destination.path("type").asText().equals("webhook")
                && !destination.path("batch").asBoolean(true);
        if (single && settings.path("batch_size").asInt() != 1) {
            throw Refusal.changeset("batch_size", "batch_size must be 1 when batch is false for webhook sinks");
        }
    }

    private boolean taken(ObjectNode settings, @Nullable Sink except) {
        return world.sinks()
                .byName(settings.path("name").asText())
                .filter(other -> other != except)
                .isPresent();
    }

    private static void oneOf(ObjectNode errors, String field, JsonNode value, Set<String> allowed) {
        if (!value.isNull() && !allowed.contains(value.asText())) {
            complain(errors, field, "is invalid");
        }
    }

    private static void complain(ObjectNode errors, String field, String complaint) {
        errors.putArray(field).add(complaint);
    }

    private static void refuse(ObjectNode errors) {
        if (!errors.isEmpty()) {
            throw Refusal.changeset(errors);
        }
    }
}
