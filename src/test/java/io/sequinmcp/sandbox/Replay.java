package io.sequinmcp.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.sequinmcp.sandbox.wire.Json;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a sandbox what was recorded, and compares. */
final class Replay implements AutoCloseable {
    private final TestSandbox sandbox = TestSandbox.recorded();
    private final Likeness likeness = new Likeness();

    TestSandbox sandbox() {
        return sandbox;
    }

    /** Says which id here stands for a recorded one. */
    void bind(String recorded, String actual) {
        likeness.bind(recorded, actual);
    }

    /** What differs between the recorded answer and ours. */
    List<String> differences(Recording recording) {
        List<Map.Entry<String, String>> headers = recording.requestHeaders().stream()
                .map(header -> Map.entry(header.getKey(), header.getValue().replace("<TOKEN>", RecordedWorld.TOKEN)))
                .toList();
        HttpResponse<String> answer = sandbox.send(
                recording.method(),
                likeness.translate(recording.path()),
                headers,
                recording.requestBody().map(likeness::translate).orElse(""));
        List<String> differences = new ArrayList<>();
        if (answer.statusCode() != recording.status()) {
            differences.add("status: " + recording.status() + " became " + answer.statusCode() + " " + answer.body());
            return differences;
        }
        for (String header : List.of("content-type", "cache-control")) {
            if (!answer.headers().firstValue(header).equals(recording.responseHeader(header))) {
                differences.add(header + ": " + recording.responseHeader(header) + " became "
                        + answer.headers().firstValue(header));
            }
        }
        JsonNode body = Json.parse(answer.body()).orElseGet(() -> Json.tree(answer.body()));
        differences.addAll(likeness.differences(recording.body(), body));
        return differences;
    }

    /** An exchange that was not recorded, with ids of the recorded world. */
    JsonNode ask(String method, String path, String body) {
        return sandbox.ask(method, likeness.translate(path), likeness.translate(body))
                .body();
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
