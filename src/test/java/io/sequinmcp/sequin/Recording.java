package io.sequinmcp.sequin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An exchange with a real Sequin. */
record Recording(int number, String name, String method, String path, JsonNode json) {
    private static final Path FOLDER = Path.of("src/test/resources/recordings");

    static Recording number(int number) {
        return all().stream()
                .filter(recording -> recording.number == number)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no recording " + number));
    }

    static List<Recording> all() {
        List<Recording> recordings = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(FOLDER, "*.json")) {
            for (Path file : files) {
                JsonNode json = SequinJson.MAPPER.readTree(Files.readString(file));
                recordings.add(new Recording(
                        json.path("n").asInt(),
                        json.path("name").asText(),
                        json.path("request").path("method").asText(),
                        json.path("request").path("path").asText(),
                        json));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        recordings.sort(Comparator.comparingInt(Recording::number));
        return recordings;
    }

    int status() {
        return json.path("response").path("status").asInt();
    }

    String contentType() {
        for (JsonNode header : json.path("response").path("headers")) {
            if (header.path(0).asText().equalsIgnoreCase("content-type")) {
                return header.path(1).asText();
            }
        }
        return "";
    }

    JsonNode requestBody() {
        return json.path("request").path("body");
    }

    JsonNode body() {
        return json.path("response").path("body");
    }

    /** The body as it was on the wire. */
    String text() {
        return body().isTextual() ? body().asText() : body().isNull() ? "" : body().toString();
    }

    StubSequin.Reply reply() {
        return StubSequin.answer(status(), contentType(), text());
    }

    @Override
    public String toString() {
        return number + " " + name;
    }
}
