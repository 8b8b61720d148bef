package io.sequinmcp.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One request to a real Sequin and its answer. A body is a string where it was no JSON, and null (requests) or the
 * empty string (answers) where there was none.
 */
record Recording(int number, String name, Request request, Response response) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("src/test/resources/recordings");

    record Header(String name, String value) {}

    record Request(String method, URI uri, List<Header> headers, JsonNode body) {}

    record Response(int status, List<Header> headers, JsonNode body) {
        Optional<String> contentType() {
            return headers.stream()
                    .filter(header -> header.name().toLowerCase(Locale.ROOT).equals("content-type"))
                    .map(Header::value)
                    .findFirst();
        }
    }

    boolean accepted() {
        return response.status() < 300;
    }

    /** For test names and messages. */
    @Override
    public String toString() {
        return "%03d %s: %s %s -> %d".formatted(number, name, request.method(), request.uri(), response.status());
    }

    /** All recordings, by number. */
    static List<Recording> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Recording::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recording read(Path file) {
        try {
            JsonNode json = JSON.readTree(file.toFile());
            JsonNode request = json.get("request");
            JsonNode response = json.get("response");
            return new Recording(
                    json.get("n").asInt(),
                    json.get("name").asText(),
                    new Request(
                            request.get("method").asText(),
                            URI.create(request.get("path").asText()),
                            headers(request.get("headers")),
                            request.get("body")),
                    new Response(
                            response.get("status").asInt(), headers(response.get("headers")), response.get("body")));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static List<Header> headers(JsonNode pairs) {
        return StreamSupport.stream(pairs.spliterator(), false)
                .map(pair -> new Header(pair.get(0).asText(), pair.get(1).asText()))
                .toList();
    }
}
