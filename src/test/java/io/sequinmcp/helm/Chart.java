package io.sequinmcp.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The chart of this repository, as a test speaks of it. */
final class Chart {
    static final Path DIRECTORY = Path.of("helm", "sequin-mcp");

    /** Values with which the chart renders on the embedded store, in front of a real Sequin. */
    static final Path ON_H2 = DIRECTORY.resolve("ci/h2-values.yaml");
    /** Values with which it renders on PostgreSQL, with accounts and connectors declared. */
    static final Path ON_POSTGRESQL = DIRECTORY.resolve("ci/postgresql-values.yaml");
    /** Values with which it is published by an Ingress, scaled by load, watched and fenced in. */
    static final Path EXPOSED = DIRECTORY.resolve("ci/exposed-values.yaml");
    /** Values with which it is published by a Gateway. */
    static final Path BEHIND_GATEWAY = DIRECTORY.resolve("ci/gateway-values.yaml");
    /** Values for a first look, with nothing behind it. */
    static final Path ON_SANDBOX = DIRECTORY.resolve("ci/sandbox-values.yaml");

    private static final YAMLMapper YAML = new YAMLMapper();

    private Chart() {}

    /** Every file of values that the chart is to be tried with. */
    static Stream<Path> examples() {
        try (var files = Files.list(DIRECTORY.resolve("ci"))) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LintResult lint() {
        return new Helm(DIRECTORY).lint().strict().call();
    }

    /**
     * Renders the chart with a file of values, overridden by a piece of YAML. Throws with Helm's message if refused.
     */
    static Manifests render(Path values, String overrides) {
        return render(DIRECTORY, values, overrides);
    }

    /** The same for another copy of the chart. */
    static Manifests render(Path chart, Path values, String overrides) {
        try {
            var overriding = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(overriding, overrides);
                return Manifests.parse(new Helm(chart)
                        .template()
                        .withName("test")
                        .withNamespace("agents")
                        .withValuesFile(values)
                        .withValuesFile(overriding)
                        .call());
            } finally {
                Files.delete(overriding);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Manifests render(Path values) {
        return render(values, "{}");
    }

    /** The same with the pod of {@code helm test}, which Helm keeps back as a hook. */
    static Manifests renderWithTest(Path values) {
        try {
            Path copy = copyTo(Files.createTempDirectory("chart"));
            Path test = copy.resolve("templates/tests/test-door.yaml");
            Files.writeString(test, Files.readString(test).replace("helm.sh/hook: test", "was-a-hook: test"));
            Manifests manifests = render(copy, values, "{}");
            delete(copy);
            return manifests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of the chart, to be changed. */
    static Path copyTo(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.toList()) {
                Path copy = directory.resolve(DIRECTORY.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return directory;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What a rendering consists of, in Helm's order. */
    record Manifests(List<JsonNode> all) {
        static Manifests parse(String text) {
            try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
                return new Manifests(
                        documents.readAll().stream().filter(JsonNode::isObject).toList());
            } catch (JsonProcessingException e) {
                throw new AssertionError("Not YAML:\n" + text, e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Stream<JsonNode> ofKind(String kind) {
            return all.stream()
                    .filter(manifest -> kind.equals(manifest.at("/kind").asText()));
        }

        JsonNode the(String kind, String name) {
            return ofKind(kind)
                    .filter(manifest ->
                            name.equals(manifest.at("/metadata/name").asText()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No " + kind + " " + name));
        }

        JsonNode deployment() {
            return the("Deployment", "test-sequin-mcp");
        }

        JsonNode pod() {
            return deployment().at("/spec/template/spec");
        }

        JsonNode container() {
            return pod().at("/containers/0");
        }

        /** The names of the container's variables, each as often as it is there. */
        List<String> variables() {
            return stream(container().at("/env"))
                    .map(variable -> variable.at("/name").asText())
                    .toList();
        }

        /** The container's variable, whether by value or by reference. */
        JsonNode variable(String name) {
            return named(name, container().at("/env"));
        }

        JsonNode volume(String name) {
            return named(name, pod().at("/volumes"));
        }

        /** The settings that are mounted for the service to read, as text. */
        String mountedProperties() {
            return the("ConfigMap", "test-sequin-mcp")
                    .at("/data/application.properties")
                    .asText();
        }

        private static JsonNode named(String name, JsonNode entries) {
            return stream(entries)
                    .filter(entry -> name.equals(entry.at("/name").asText()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No " + name + " among " + entries));
        }

        private static Stream<JsonNode> stream(JsonNode array) {
            return StreamSupport.stream(array.spliterator(), false);
        }
    }
}
