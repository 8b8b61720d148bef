package io.sequinmcp.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sequinmcp.connectors.Accounts;
import io.sequinmcp.sequin.Account;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a test can do to the sandbox of the running service behind its back: as Postgres, as time, as its operator. */
@Singleton
public class SandboxLevers {
    static final String TABLE = "public.page_views";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Account account;

    SandboxLevers(Accounts accounts) {
        this.account = accounts.named("default").orElseThrow();
    }

    /** One row of the table that {@link #insert} writes to. */
    static JsonObject view(int id) {
        return new JsonObject()
                .put("id", 1_000_000 + id)
                .put("path", "/page/" + id)
                .put("user_id", 7)
                .put("viewed_at", "2026-11-22T12:00:00Z");
    }

    void insert(JsonObject... rows) {
        insert(List.of(rows));
    }

    void insert(Collection<JsonObject> rows) {
        try {
            // Not with the service's own JSON, which leaves nulls out
            List<Map<String, Object>> values =
                    rows.stream().map(JsonObject::getMap).toList();
            lever("insert?table=" + TABLE, new ObjectMapper().writeValueAsString(values));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void leap(int seconds) {
        lever("leap?seconds=" + seconds, "");
    }

    /** Until a long poll waits in it. */
    public void awaitPoll() {
        await().until(() -> lever("leap?seconds=0", "").getInteger("waiting") > 0);
    }

    void awaitNoPoll() {
        await().until(() -> lever("leap?seconds=0", "").getInteger("waiting") == 0);
    }

    /** A stream of that table. */
    public void createStream(String name) {
        JsonObject sink = new JsonObject()
                .put("name", name)
                .put("database", "analytics_db")
                .put("source", new JsonObject().put("include_tables", JsonArray.of(TABLE)))
                .put("destination", new JsonObject().put("type", "sequin_stream"));
        assertThat(api("POST", "/api/sinks", sink.encode()).statusCode()).isEqualTo(200);
    }

    void status(String sink, String status) {
        JsonObject change = new JsonObject().put("status", status);
        assertThat(api("PATCH", "/api/sinks/" + sink, change.encode()).statusCode())
                .isEqualTo(200);
    }

    public void deleteSink(String name) {
        api("DELETE", "/api/sinks/" + name, "");
    }

    /** Receives past the service. */
    JsonArray receive(String stream, int most) {
        HttpResponse<String> answer = api(
                "POST",
                "/api/sequin_streams/" + stream + "/receive",
                new JsonObject().put("batch_size", most).encode());
        return new JsonObject(answer.body()).getJsonArray("data");
    }

    private JsonObject lever(String lever, String body) {
        HttpResponse<String> answer = send("POST", "/_sandbox/" + lever, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private HttpResponse<String> api(String method, String path, String body) {
        return send(method, path, body);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(account.url() + path))
                .header("Authorization", "Bearer " + account.apiToken())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new IllegalStateException(method + " " + path, unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
