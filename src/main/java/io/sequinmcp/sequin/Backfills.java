package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.generated.model.BackfillCreate;
import io.sequinmcp.sequin.generated.model.BackfillUpdate;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The backfills of the sinks of an account. */
public final class Backfills {
    private static final int LONGEST_WAIT_SECONDS = 25;

    private final Call call;
    private final Finder finder;

    Backfills(Call call) {
        this.call = call;
        this.finder = new Finder(call);
    }

    /** Newest first. */
    public Uni<List<Backfill>> list(String sink) {
        return finder.sink(sink).flatMap(this::of);
    }

    public Uni<Backfill> get(String sink, String id) {
        return finder.sink(sink).flatMap(found -> get(found, id));
    }

    /**
     * Like get, but comes back only when the backfill has ended or the seconds (0 to 25) are over.
     *
     * @param seen is shown how it is at every look
     */
    public Uni<Backfill> await(String sink, String id, int waitSeconds, Consumer<Backfill> seen) {
        if (waitSeconds < 0 || waitSeconds > LONGEST_WAIT_SECONDS) {
            return Uni.createFrom()
                    .failure(Problem.invalid(
                                    "wait_seconds", "wait_seconds is 0 to " + LONGEST_WAIT_SECONDS + ".", List.of())
                            .toException());
        }
        Instant end = now().plusSeconds(waitSeconds);
        return finder.sink(sink).flatMap(found -> awaited(found, id, end, seen));
    }

    private Uni<Backfill> awaited(Sink sink, String id, Instant end, Consumer<Backfill> seen) {
        Duration pause = call.client().config().pollInterval();
        return get(sink, id)
                .invoke(seen)
                .flatMap(backfill -> !backfill.state().equals("active")
                                || now().plus(pause).isAfter(end)
                                || call.client().isStopping()
                        ? Uni.createFrom().item(backfill)
                        : Uni.createFrom()
                                .voidItem()
                                .onItem()
                                .delayIt()
                                .by(pause)
                                .flatMap(done -> awaited(sink, id, end, seen)));
    }

    /**
     * Starts a backfill. Refused while one is active or paused on the same table: Sequin runs one at a time.
     *
     * @param table as {@code schema.table}; may be null only if the sink includes exactly one table
     */
    public Uni<Outcome<Backfill>> create(String sink, @Nullable String table) {
        return finder.sinkToChange(sink).flatMap(found -> Uni.combine()
                .all()
                .unis(of(found), neighbours(found))
                .asTuple()
                .flatMap(known -> {
                    BackfillTable tables = new BackfillTable(found, known.getItem1(), known.getItem2());
                    String chosen = tables.choose(table);
                    OneOpenBackfill.check(found, chosen, known.getItem1());
                    return create(found, chosen, tables.known());
                }));
    }

    /** @param known tables that there are, for one that there is not */
    private Uni<Outcome<Backfill>> create(Sink sink, String table, List<String> known) {
        String doing = "start a backfill of " + Named.quoted(table) + " for " + sink(sink);
        // Before 0.8.20 a backfill was of its sink's only table, and none could be named
        BackfillCreate body = sink.isOfOneTable() ? new BackfillCreate() : new BackfillCreate().table(table);
        return call.send(Effort.WRITE, doing, client -> client.backfills.createBackfill(sink.id(), body))
                .map(generated -> new Outcome<>(Backfill.of(generated.fields()), notes(sink)))
                .onFailure(failure -> failure instanceof SequinException refused && refused.is(Code.CONFLICT))
                // Somebody was quicker: say who
                .recoverWithUni(failure -> of(sink).invoke(backfills -> OneOpenBackfill.check(sink, table, backfills))
                        .flatMap(none -> Uni.createFrom().failure(failure)))
                .onFailure(failure -> failure instanceof SequinException refused
                        && refused.body() != null
                        && refused.body().complains("not found"))
                .transform(failure -> ((SequinException) failure)
                        .problem()
                        .at(
                                "table",
                                known.stream().filter(it -> !it.equals(table)).toList())
                        .next(
                                NextStep.of("refresh_database_tables", "database_id_or_name", sink.database()),
                                NextStep.again())
                        .toException());
    }

    /** Sequin starts it all the same (section 17). */
    private static List<String> notes(Sink sink) {
        return switch (sink.status()) {
            case "paused" -> List.of("The sink is paused: the rows are read now and delivered once it is active.");
            case "disabled" -> List.of("The sink is disabled: nothing is delivered until it is active.");
            default -> List.of();
        };
    }

    /** Moves a backfill to another state: active, paused or cancelled, which is final; {@code canceled} is accepted. */
    public Uni<Outcome<Backfill>> update(String sink, String id, String state) {
        List<String> notes = new ArrayList<>();
        BackfillState wanted = BackfillTransition.parse(state, notes);
        return finder.sinkToChange(sink).flatMap(found -> get(found, id).flatMap(backfill -> {
            if (backfill.state().equals(wanted.word())) {
                // Sequin would restart the reader of an active one (section 7.3)
                notes.add("It was " + wanted.word() + " already; nothing was changed.");
                return Uni.createFrom().item(new Outcome<>(backfill, notes));
            }
            BackfillTransition.check(found, backfill, wanted);
            return call.send(
                            Effort.WRITE,
                            "set backfill " + Named.quoted(id) + " to " + wanted.word(),
                            client -> client.backfills.updateBackfill(
                                    found.id(), backfill.id(), new BackfillUpdate().state(wanted.word())))
                    .map(generated -> new Outcome<>(Backfill.of(generated.fields()), notes));
        }));
    }

    private Uni<List<Backfill>> of(Sink sink) {
        return call.send(
                        Effort.READ,
                        "list the backfills of " + sink(sink),
                        client -> client.backfills.listBackfills(sink.id()))
                .map(list -> Finder.items(list.getData()).stream()
                        .map(generated -> Backfill.of(generated.fields()))
                        .toList());
    }

    /** The sinks of the same database, whose tables are ones Sequin knows; a help, so no reason to fail. */
    private Uni<List<Sink>> neighbours(Sink sink) {
        if (sink.source().includeTables().size() == 1) {
            return Uni.createFrom().item(List.of());
        }
        return finder.sinks()
                .map(sinks -> sinks.stream()
                        .filter(other -> other.database().equals(sink.database()))
                        .toList())
                .onFailure()
                .recoverWithItem(List.of());
    }

    private Uni<Backfill> get(Sink sink, String id) {
        if (!Named.isUuid(id)) {
            // Sequin answers 400 without a word (recording 446)
            return of(sink).flatMap(known ->
                    Uni.createFrom().failure(notFound(sink, id, known, "The id of a backfill is a UUID")));
        }
        return call.send(
                        Effort.READ,
                        "read backfill " + Named.quoted(id),
                        client -> client.backfills.getBackfill(sink.id(), id))
                .map(generated -> Backfill.of(generated.fields()))
                .onFailure(failure -> failure instanceof SequinException known && known.is(Code.NOT_FOUND))
                .recoverWithUni(() -> elsewhere(sink, id));
    }

    /** Asked for through another sink, Sequin finds nothing, and a change ends in a 500 (recordings 449, 450). */
    private Uni<Backfill> elsewhere(Sink sink, String id) {
        return Uni.combine()
                .all()
                .unis(of(sink), finder.sinks().onFailure().recoverWithItem(List.of()))
                .asTuple()
                .flatMap(known -> Uni.createFrom()
                        .failure(known.getItem2().stream()
                                .filter(other -> other.activeBackfills().stream()
                                        .anyMatch(backfill -> backfill.id().equalsIgnoreCase(id)))
                                .findFirst()
                                .map(owner -> ofAnother(sink, id, owner))
                                .orElseGet(() ->
                                        notFound(sink, id, known.getItem1(), "It may have belonged to another sink"))));
    }

    private static SequinException ofAnother(Sink sink, String id, Sink owner) {
        return Problem.of(
                        Code.NOT_FOUND,
                        "There is no backfill " + Named.quoted(id) + " of " + sink(sink) + ": it belongs to "
                                + sink(owner) + ".")
                .at("sink_id_or_name", List.of(owner.name()))
                .correcting("sink_id_or_name", owner.name())
                .next(new NextStep("get_backfill", Map.of("sink_id_or_name", owner.name(), "id", id)))
                .toException();
    }

    private static SequinException notFound(Sink sink, String id, List<Backfill> known, String hint) {
        return Problem.of(
                        Code.NOT_FOUND,
                        "There is no backfill " + Named.quoted(id) + " of " + sink(sink) + ". " + hint + ".")
                .at("id", known.stream().limit(5).map(Backfill::id).toList())
                .next(NextStep.of("list_backfills", "sink_id_or_name", sink.name()))
                .toException();
    }

    private static String sink(Sink sink) {
        return Named.named(ResourceKind.SINK, sink.name());
    }

    private Instant now() {
        return call.client().clock().instant();
    }
}
