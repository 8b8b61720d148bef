package io.sequinmcp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.KnownVariables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The two ways to an image say the same; that it is built and runs is tried in {@code .ci/checks/70-image.sh}. */
class ImageTest {
    private final String dockerfile = read("src/main/docker/Dockerfile.jvm");
    private final String pom = read("pom.xml");

    @Test
    void standsOnOneBaseOfAFullVersion() {
        String base = find(dockerfile, "ARG BASE=(\\S+)");

        assertThat(base).matches("docker\\.io/library/eclipse-temurin:25\\.\\d+\\.\\d+_\\d+-jre-noble");
        assertThat(find(pom, "<quarkus.jib.base-jvm-image>(.+?)<")).isEqualTo(base);
        assertThat(find(dockerfile, "base\\.name=\"(.+?)\"")).isEqualTo(base);
    }

    @Test
    void runsAsTheUserThatTheChartNames() {
        String user = find(read("helm/sequin-mcp/templates/_helpers.tpl"), "runAsUser: (\\d+)");

        assertThat(Integer.parseInt(user)).isGreaterThan(10_000);
        // The last one is what the image starts as
        assertThat(dockerfile.substring(dockerfile.lastIndexOf("USER")))
                .startsWith("USER %s:%s\n".formatted(user, user));
        assertThat(find(pom, "<quarkus.jib.user>(.+?)<")).isEqualTo(user + ":" + user);
    }

    @Test
    void setsNoVariableThatTheServiceDoesNotKnow() {
        KnownVariables known = KnownVariables.ofTheService();
        List<String> variables = Pattern.compile("\\b([A-Z_]+)=\\S")
                .matcher(String.join(
                        "\n",
                        dockerfile
                                .lines()
                                .filter(it -> it.matches("ENV .*| {4}[A-Z].*"))
                                .toList()))
                .results()
                .map(it -> it.group(1))
                .toList();

        assertThat(variables)
                .containsExactlyInAnyOrder(
                        "SEQUIN_MCP_COMMIT", "SEQUIN_MCP_DATA_DIR", "QUARKUS_HTTP_HOST", "QUARKUS_MANAGEMENT_HOST")
                .allMatch(known::include);
        assertThat(variables)
                .allSatisfy(it -> assertThat(pom).contains("<quarkus.jib.environment-variables." + it + ">"));
    }

    @Test
    void startsTheJvmItselfSoThatSignalsReachIt() {
        assertThat(find(dockerfile, "ENTRYPOINT (.+)"))
                .isEqualTo("[\"java\", \"@jvm.options\", \"@cache.options\", \"-jar\", \"quarkus-run.jar\"]");
        assertThat(find(pom, "<quarkus.jib.jvm-entrypoint>(.+?)<")).isEqualTo("java,@jvm.options,-jar,quarkus-run.jar");
    }

    private static String find(String text, String pattern) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
