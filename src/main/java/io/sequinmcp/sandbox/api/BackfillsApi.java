package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Answer;
import io.sequinmcp.sandbox.wire.Call;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.wire.Reply;
import io.sequinmcp.sandbox.wire.Routes;
import io.sequinmcp.sandbox.world.Backfill;
import io.sequinmcp.sandbox.world.Sink;
import io.sequinmcp.sandbox.world.Table;
import io.sequinmcp.sandbox.world.World;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Backfills of a sink (section 7). */
public final class BackfillsApi {
    private static final List<String> STATES = List.of("active", "paused", "completed", "failed", "cancelled");
    /** Newest first; of one second, the ids decide. */
    private static final Comparator<Backfill> NEWEST = Comparator.comparing(
                    (Backfill backfill) -> backfill.insertedAt().getEpochSecond())
            .thenComparing(Backfill::id)
            .reversed();

    private final World world;

    public BackfillsApi(World world) {
        this.world = world;
    }

    public void on(Routes routes) {
        String all = "/api/sinks/{sink}/backfills";
        routes.get(all, this::list)
                .post(all, this::create)
                .get(all + "/{id}", this::get)
                .update(all + "/{id}", this::update);
    }

    private Reply list(Call call) {
        Sink sink = sink(call);
        List<Backfill> newestFirst = sink.backfills().stream().sorted(NEWEST).toList();
        return Answer.data(BackfillView.of(sink, newestFirst));
    }

    private Reply get(Call call) {
        Sink sink = sink(call);
        Backfill backfill = sink.backfill(uuid(call)).orElseThrow(() -> Refusal.notFound("backfill"));
        return Answer.ok(BackfillView.of(sink, backfill));
    }

    private Reply create(Call call) {
        Sink sink = sink(call);
        Table table = table(sink, call.field("table"));
        ObjectNode fields = call.fields().deepCopy();
        fields.remove("table");
        String state = state(fields).orElse("active");
        boolean running = sink.openBackfills().stream()
                .anyMatch(backfill -> backfill.table().qualifiedName().equals(table.qualifiedName()));
        if (running && Set.of("active", "paused").contains(state)) {
            throw Refusal.changeset("sink_consumer_id", "already has an active backfill");
        }
        return Answer.ok(BackfillView.of(sink, world.startBackfill(sink, table, state)));
    }

    private Reply update(Call call) {
        Sink sink = sink(call);
        String id = uuid(call);
        Backfill backfill = world.sinks().all().stream()
                .flatMap(owner -> owner.backfill(id).stream())
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("backfill"));
        if (!sink.backfills().contains(backfill)) {
            throw Refusal.crash();
        }
        state(call.fields()).ifPresent(state -> {
            check(backfill, state);
            world.update(backfill, state);
        });
        return Answer.ok(BackfillView.of(sink, backfill));
    }

    private static void check(Backfill backfill, String state) {
        Set<String> allowed = Backfill.TRANSITIONS.getOrDefault(backfill.state(), Set.of());
        if (!backfill.is(state) && !allowed.contains(state)) {
            String valid = allowed.isEmpty() ? "none" : String.join(", ", ordered(allowed));
            throw Refusal.changeset(
                    "state",
                    "Invalid state transition from " + backfill.state() + " to " + state + ". Valid transitions: "
                            + valid);
        }
    }

    private static Set<String> ordered(Set<String> states) {
        Set<String> ordered = new TreeSet<>(Comparator.comparing(STATES::indexOf));
        ordered.addAll(states);
        return ordered;
    }

    private Table table(Sink sink, JsonNode reference) {
        List<Table> known = world.databaseOf(sink).knownTables();
        if (reference.isMissingNode() || reference.isNull()) {
            List<String> included = sink.source().includeTables();
            return included.size() == 1
                    ? TableReference.of(included.get(0))
                            .in(known)
                            .orElseThrow(() -> Refusal.invalid("Table " + included.get(0) + " not found"))
                    : fail("Table reference is required");
        }
        if (!reference.isTextual()) {
            throw Refusal.crash();
        }
        String text = reference.asText();
        Table table =
                TableReference.of(text).in(known).orElseThrow(() -> Refusal.invalid("Table " + text + " not found"));
        return sink.source().covers(table) ? table : fail("Table " + text + " not in sink's source configuration");
    }

    private static Table fail(String summary) {
        throw Refusal.invalid(summary);
    }

    private static Optional<String> state(ObjectNode fields) {
        for (var names = fields.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals("state")) {
                throw Refusal.invalid("Unknown field: " + name);
            }
        }
        JsonNode state = fields.path("state");
        if (state.isMissingNode()) {
            return Optional.empty();
        }
        if (state.isNull()) {
            throw Refusal.changeset("state", "can't be blank");
        }
        if (!STATES.contains(state.asText())) {
            throw Refusal.changeset("state", "is invalid");
        }
        return Optional.of(state.asText());
    }

    private Sink sink(Call call) {
        return world.sinks().find(call.path("sink")).orElseThrow(() -> Refusal.notFound("consumer"));
    }

    private static String uuid(Call call) {
        return Paths.uuid(call, "id");
    }
}
