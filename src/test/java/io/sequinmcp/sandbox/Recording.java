package io.sequinmcp.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** An exchange with a real Sequin. */
record Recording(int number, String name, JsonNode request, JsonNode response) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** All of them, in the order they were made. */
    static List<Recording> all() {
        try (Stream<Path> files = Files.list(Path.of(Objects.requireNonNull(Recording.class.getResource("/recordings"))
                .toURI()))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Recording::read)
                    .toList();
        } catch (IOException | URISyntaxException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static Recording read(Path file) {
        try {
            JsonNode json = MAPPER.readTree(file.toFile());
            return new Recording(
                    json.path("n").asInt(), json.path("name").asText(), json.path("request"), json.path("response"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String method() {
        return request.path("method").asText();
    }

    String path() {
        return request.path("path").asText();
    }

    List<Map.Entry<String, String>> requestHeaders() {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        request.path("headers")
                .forEach(header -> headers.add(
                        Map.entry(header.path(0).asText(), header.path(1).asText())));
        return headers;
    }

    /** As it was sent: some bodies are no JSON, on purpose. */
    Optional<String> requestBody() {
        JsonNode body = request.path("body");
        if (body.isNull() || body.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(body.isTextual() ? body.asText() : body.toString());
    }

    int status() {
        return response.path("status").asInt();
    }

    JsonNode body() {
        return response.path("body");
    }

    Optional<String> responseHeader(String name) {
        for (JsonNode header : response.path("headers")) {
            if (header.path(0).asText().equals(name)) {
                return Optional.of(header.path(1).asText());
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "%03d-%s".formatted(number, name);
    }
}
