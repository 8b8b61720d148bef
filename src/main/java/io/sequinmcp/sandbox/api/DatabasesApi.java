package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Answer;
import io.sequinmcp.sandbox.wire.Call;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.wire.Reply;
import io.sequinmcp.sandbox.wire.Routes;
import io.sequinmcp.sandbox.world.Catalog;
import io.sequinmcp.sandbox.world.Connection;
import io.sequinmcp.sandbox.world.Database;
import io.sequinmcp.sandbox.world.Replication;
import io.sequinmcp.sandbox.world.World;
import java.util.Optional;

/** Postgres databases (section 3). */
public final class DatabasesApi {
    private final World world;
    private final DatabaseView view;
    private final DatabaseForm form;

    public DatabasesApi(World world) {
        this.world = world;
        this.view = new DatabaseView(world);
        this.form = new DatabaseForm(world);
    }

    public void on(Routes routes) {
        String all = "/api/postgres_databases";
        routes.get(all, this::list)
                .post(all, this::create)
                .get(all + "/{id}", this::get)
                .update(all + "/{id}", this::update)
                .delete(all + "/{id}", this::delete)
                .post(all + "/{id}/test_connection", this::test)
                .post(all + "/{id}/refresh_tables", this::refresh);
    }

    private Reply list(Call call) {
        ArrayNode items = Json.array();
        world.databases().all().forEach(database -> items.add(view.of(database, call.asks("show_sensitive"))));
        return Answer.data(items);
    }

    private Reply get(Call call) {
        return Answer.ok(view.of(find(call), call.asks("show_sensitive")));
    }

    private Reply create(Call call) {
        return Answer.json(201, view.of(form.create(call.fields()), false));
    }

    private Reply update(Call call) {
        Database database = find(call);
        form.update(database, call.fields());
        return Answer.ok(view.of(database, false));
    }

    /** Only Sequin's own records go: the slot stays in Postgres (section 3.5). */
    private Reply delete(Call call) {
        Database database = find(call);
        boolean hasSinks =
                world.sinks().all().stream().anyMatch(sink -> sink.databaseId().equals(database.id()));
        if (hasSinks) {
            throw blocked("sink consumers");
        }
        boolean isRetained = world.retentions().all().stream()
                .anyMatch(retention -> retention.sourceDatabaseId().equals(database.id()));
        if (isRetained) {
            throw blocked("WAL pipelines");
        }
        boolean isTarget = world.retentions().all().stream()
                .anyMatch(retention -> retention.destinationDatabaseId().equals(database.id()));
        if (isTarget) {
            throw Refusal.crash();
        }
        world.databases().remove(database);
        world.replications().removeIf(replication -> replication.databaseId().equals(database.id()));
        return Answer.ok(Json.object().put("id", database.id()).put("success", true));
    }

    private static Refusal blocked(String users) {
        ObjectNode body = Json.object()
                .put("success", false)
                .put(
                        "error",
                        "Cannot delete database that's used by " + users + ". Please delete associated " + users
                                + " first.");
        return Refusal.of(422, body);
    }

    private Reply test(Call call) {
        Database database = find(call);
        Replication replication = world.replicationOf(database).orElseThrow(Refusal::crash);
        return reason(database, replication).<Reply>map(DatabasesApi::failed).orElseGet(Answer::success);
    }

    /** Why it can't be used, if it can't. */
    private Optional<String> reason(Database database, Replication replication) {
        Connection connection = connect(database);
        if (connection instanceof Connection.Open open) {
            Catalog catalog = open.catalog();
            if (!catalog.hasPublication(replication.publicationName())) {
                return Optional.of(missing("publication", replication.publicationName()));
            }
            return catalog.hasSlot(replication.slotName())
                    ? Optional.empty()
                    : Optional.of(missing("replication_slot", replication.slotName()));
        }
        if (connection instanceof Connection.Unreachable unreachable) {
            return Optional.of(unreachable.message());
        }
        if (connection instanceof Connection.Denied denied) {
            return Optional.of("Error from Postgres: " + denied.message() + " (code=" + denied.code() + ")");
        }
        return Optional.of("Error from Postgres: ssl not available");
    }

    private static String missing(String entity, String name) {
        return "Not found: " + entity + " with params %{name: \"" + name + "\"}";
    }

    private static Answer failed(String reason) {
        return Answer.json(422, Json.object().put("reason", reason).put("success", false));
    }

    private Reply refresh(Call call) {
        Database database = find(call);
        if (connect(database) instanceof Connection.Open open) {
            database.knowing(open.catalog().tables());
            return Answer.success();
        }
        return Answer.json(422, Json.object().put("success", false));
    }

    private Connection connect(Database database) {
        return world.network()
                .connect(
                        database.hostname(),
                        database.port(),
                        database.username(),
                        database.password(),
                        database.database(),
                        database.ssl());
    }

    private Database find(Call call) {
        return world.databases().find(call.path("id")).orElseThrow(() -> Refusal.notFound("postgres database"));
    }
}
