package io.sequinmcp.sequin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the body of a request that creates or updates a sink, so that it says all that Sequin needs to be told and
 * nothing it would take amiss.
 */
final class SinkRequest {
    private static final List<String> STATUSES = List.of("active", "paused", "disabled");
    private static final List<String> ACTIONS = List.of("insert", "update", "delete");
    private static final int MAX_BATCH = 1000;

    private final SinkSettings settings;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Object> body = new LinkedHashMap<>();

    SinkRequest(SinkSettings settings) {
        this.settings = settings;
    }

    List<String> notes() {
        return notes;
    }

    /**
     * The body for a new sink.
     *
     * @param database the name of the database: an id is not accepted here (recording 213)
     */
    Map<String, Object> toCreate(String database) {
        Map<String, Object> destination = required("destination", settings.destination());
        DestinationType type = DestinationRule.typeOf(destination, notes);
        body.put("name", required("name", settings.name()));
        body.put("database", database);
        boolean dynamic = FunctionKinds.isNamed(settings.routing());
        body.put("destination", new DestinationRule(type, dynamic, notes).checked(destination));
        if (type.routed() || settings.routing() != null) {
            // Without any routing twelve types are refused: "routing_mode is required" (recording 250)
            body.put("routing", dynamic ? settings.routing() : FunctionKinds.NONE);
        }
        common(type, null);
        return body;
    }

    /** The body for a change of a sink. */
    Map<String, Object> toUpdate(Sink sink) {
        if (settings.name() != null && !settings.name().equals(sink.name())) {
            body.put("name", settings.name());
        }
        DestinationType type = destinationOf(sink);
        common(type, sink);
        if (body.containsKey("source") || body.containsKey("tables")) {
            // Without it Sequin finds no database at all (recordings 294, 296)
            body.put("database", sink.database());
        }
        if (body.isEmpty()) {
            throw Problem.invalid("arguments", "Nothing to change was given.", List.of())
                    .toException();
        }
        return body;
    }

    /** The type of the sink after the update; null when it is one we don't know. */
    private @Nullable DestinationType destinationOf(Sink sink) {
        Map<String, Object> given = settings.destination();
        String routing = settings.routing() == null ? sink.routing() : settings.routing();
        boolean dynamic = FunctionKinds.isNamed(routing);
        if (given != null) {
            Map<String, Object> typed = new LinkedHashMap<>(given);
            typed.putIfAbsent("type", sink.destinationType());
            DestinationType type = DestinationRule.typeOf(typed, notes);
            if (type.type().equals(sink.destinationType())) {
                WholeDestination.check(sink, type, typed);
            }
            body.put("destination", new DestinationRule(type, dynamic, notes).checked(typed));
            if (type.routed() || settings.routing() != null) {
                body.put("routing", routing);
            }
            return type;
        }
        DestinationType stored = DestinationTypes.find(sink.destinationType()).orElse(null);
        if (settings.routing() != null) {
            body.put("routing", settings.routing());
            if (stored != null && stored.routed() && !routing.equals(sink.routing())) {
                body.put("destination", resent(sink, stored, dynamic));
            }
        }
        return stored;
    }

    /** Sequin changes how a destination is routed only if it is sent along (section 6.3). */
    private Map<String, Object> resent(Sink sink, DestinationType type, boolean dynamic) {
        if (!WholeDestination.isFreeOfSecrets(sink)) {
            throw Problem.invalid(
                            "destination",
                            "To change the routing of a " + type.type()
                                    + " sink, give the whole destination with it; its "
                                    + String.join(", ", WholeDestination.secrets(sink))
                                    + " can't be read back from Sequin.",
                            type.fieldNames())
                    .toException();
        }
        Map<String, Object> stored = new LinkedHashMap<>(sink.destination());
        stored.keySet()
                .removeIf(name -> !name.equals("type") && type.field(name).isEmpty());
        notes.add("Sent the destination along, for Sequin changes the routing only with it.");
        return new DestinationRule(type, dynamic, notes).checked(stored);
    }

    private void common(@Nullable DestinationType type, @Nullable Sink stored) {
        Source source = null;
        if (settings.source() != null) {
            source = settings.source().over(stored == null ? Source.EVERYTHING : stored.source(), notes);
            SourceRule.check(source);
            SourceRule.noteSchemas(source, notes);
            body.put("source", SourceRule.toSend(source));
        }
        if (settings.tables() != null) {
            body.put("tables", TableGrouping.over(stored, settings.tables(), notes));
        }
        if (settings.actions() != null) {
            body.put("actions", actions(settings.actions()));
        }
        batchSize(stored);
        if (settings.status() != null) {
            body.put("status", oneOf("status", settings.status(), STATUSES));
            noteStatus(stored);
        }
        function("filter", settings.filter());
        function("transform", settings.transform());
        function("enrichment", settings.enrichment());
        if (FunctionKinds.isNamed(settings.enrichment())) {
            SourceRule.checkEnrichable(source == null && stored != null ? stored.source() : source);
        }
        Map<String, Object> options = SinkOptions.checked(settings.options(), notes);
        body.putAll(options);
        if ("discard_on_full".equals(options.get("load_shedding_policy"))) {
            notes.add("With discard_on_full, changes that find the buffer full are lost to this sink for good.");
        }
        if (type != null && type.type().equals(Sink.STREAM_TYPE)) {
            noteIdle(options);
        }
    }

    /** What works in the delivery to others, and a stream has none (section 8.2). */
    private void noteIdle(Map<String, Object> options) {
        List<String> idle = new ArrayList<>();
        for (String name : List.of("filter", "routing", "batch_size")) {
            if (body.containsKey(name) && !FunctionKinds.NONE.equals(body.get(name))) {
                idle.add(name);
            }
        }
        for (String name : List.of("max_retry_count", "timestamp_format")) {
            if (options.containsKey(name)) {
                idle.add(name);
            }
        }
        if (!idle.isEmpty()) {
            notes.add("Stored, but without effect on a stream: " + String.join(", ", idle) + ".");
        }
    }

    private void function(String name, @Nullable String function) {
        if (function != null) {
            body.put(name, function);
        }
    }

    private void noteStatus(@Nullable Sink stored) {
        if (stored == null || stored.status().equals(body.get("status"))) {
            return;
        }
        switch (String.valueOf(body.get("status"))) {
            case "disabled" ->
                notes.add("Changes made while it is disabled are lost to it, and until its slot restarts it may go on"
                        + " delivering; paused stops at once and loses nothing.");
            case "active" -> {
                if (stored.isStream()) {
                    // Seen while another sink of the slot lags behind (section 17)
                    notes.add("Messages that were acked before it was stopped may come again, with other ack_ids and"
                            + " the same idempotency_key.");
                }
            }
            default -> {}
        }
    }

    private void batchSize(@Nullable Sink stored) {
        Integer given = settings.batchSize();
        if (given != null && (given < 1 || given > MAX_BATCH)) {
            throw Problem.invalid("batch_size", "batch_size is 1 to " + MAX_BATCH + ".", List.of())
                    .correcting("batch_size", given < 1 ? 1 : MAX_BATCH)
                    .toException();
        }
        int size = given != null ? given : stored == null ? 1 : stored.batchSize();
        if (given != null) {
            body.put("batch_size", given);
        } else if (!body.containsKey("destination")) {
            return;
        }
        Object destination = body.getOrDefault("destination", stored == null ? Map.of() : stored.destination());
        boolean single = destination instanceof Map<?, ?> map
                && "webhook".equals(map.get("type"))
                && Boolean.FALSE.equals(map.get("batch"));
        if (single && size > 1) {
            throw Problem.invalid(
                            "batch_size",
                            "batch_size must be 1 for a webhook that gets messages one by one (`batch` is false)"
                                    + (given == null ? "; it is " + size + " now." : "."),
                            List.of("1"))
                    .correcting("batch_size", 1)
                    .toException();
        }
    }

    /** An empty list is taken by Sequin, and such a sink gets nothing but backfills. */
    private static List<String> actions(List<String> actions) {
        if (actions.isEmpty()) {
            throw Problem.invalid("actions", "Without actions a sink gets nothing; leave it out for all.", ACTIONS)
                    .toException();
        }
        return actions.stream().map(action -> oneOf("actions", action, ACTIONS)).toList();
    }

    private static String oneOf(String parameter, String value, List<String> allowed) {
        String word = value.strip().toLowerCase(java.util.Locale.ROOT);
        if (!allowed.contains(word)) {
            throw Problem.invalid(parameter, "`" + parameter + "` can't be " + Named.quoted(value) + ".", allowed)
                    .toException();
        }
        return word;
    }

    private static <T> T required(String parameter, @Nullable T value) {
        if (value == null || (value instanceof String text && text.isBlank())) {
            throw Problem.invalid(parameter, "A sink needs `" + parameter + "`.", List.of())
                    .toException();
        }
        return value;
    }
}
