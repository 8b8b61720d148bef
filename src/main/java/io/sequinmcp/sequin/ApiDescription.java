package io.sequinmcp.sequin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The description of Sequin's API that the client is generated from, for what is read from it at run time. */
final class ApiDescription {
    private static final String FILE = "sequin.yaml";

    private ApiDescription() {}

    /** Read on first use: a start-up that doesn't need it does not wait for it. */
    private static final class Loaded {
        private static final JsonNode ROOT = read();
    }

    static JsonNode paths() {
        return Loaded.ROOT.path("paths");
    }

    static JsonNode schemas() {
        return Loaded.ROOT.path("components").path("schemas");
    }

    /** The schema that a reference names. */
    static JsonNode schema(String reference) {
        return schemas().path(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private static JsonNode read() {
        try (InputStream description = Objects.requireNonNull(
                ApiDescription.class.getResourceAsStream(FILE), "the description of Sequin's API")) {
            return new YAMLMapper().readTree(description);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
