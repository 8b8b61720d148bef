package io.sequinmcp.traps;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.sequinmcp.Golden;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The tables of traps are what the tests say that they show, and every one of these is run. */
class TrapTableTest {
    private static final Path README = Path.of("README.md");
    private static final Path ALL = Path.of("src/main/resources/META-INF/resources/traps.md");
    private static final int MOST_IN_README = 45;

    private static final List<Row> ROWS = new ClassFileImporter()
            .importPath(Path.of("target/test-classes/io/sequinmcp")).stream()
                    .flatMap(type -> type.getMethods().stream())
                    .filter(method -> method.isAnnotatedWith(Trap.class))
                    .map(method -> new Row(method.getAnnotationOfType(Trap.class), method))
                    .sorted(Comparator.comparing((Row row) -> row.trap.topic())
                            .thenComparing(
                                    row -> row.method.getSourceCodeLocation().getLineNumber()))
                    .toList();

    private record Row(Trap trap, JavaMethod method) {}

    @Test
    void every_trap_is_shown_by_a_test_that_runs() {
        SoftAssertions.assertSoftly(softly -> ROWS.forEach(row -> {
            boolean test =
                    row.method.isAnnotatedWith(Test.class) || row.method.isAnnotatedWith(ParameterizedTest.class);
            boolean disabled = row.method.isAnnotatedWith(Disabled.class)
                    || row.method.getOwner().isAnnotatedWith(Disabled.class);
            softly.assertThat(test && !disabled)
                    .as(row.method.getFullName() + " is run")
                    .isTrue();
            softly.assertThat(row.method.getOwner().getSimpleName()).endsWith("Test");
        }));
    }

    @Test
    void every_rule_is_a_class_of_ours() {
        Set<String> classes = new ClassFileImporter()
                .importPath(Path.of("target/classes/io/sequinmcp")).stream()
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());

        assertThat(classes)
                .containsAll(ROWS.stream()
                        .flatMap(row -> Arrays.stream(row.trap.rule()))
                        .toList());
    }

    @Test
    void sentences_are_short() {
        SoftAssertions.assertSoftly(softly -> ROWS.forEach(row -> {
            for (String sentence : List.of(row.trap.sequin(), row.trap.here())) {
                softly.assertThat(sentence)
                        .as(row.method.getName())
                        .hasSizeBetween(5, 140)
                        .endsWith(".")
                        .doesNotContain("|");
            }
        }));
    }

    @Test
    void the_reference_has_all_of_them() {
        StringBuilder page = new StringBuilder(
                """
                # Traps

                What Sequin does that nobody expects, and what a caller of this service gets instead. Made from the tests
                that show each of them: first by a bare HTTP call, then through a tool.
                """);
        for (Trap.Topic topic : Trap.Topic.values()) {
            page.append("\n## ")
                    .append(topic.title())
                    .append("\n\n| what Sequin does | what you get here | rule | shown by |\n|---|---|---|---|\n");
            ROWS.stream()
                    .filter(row -> row.trap.topic() == topic)
                    .forEach(row -> page.append("| %s | %s | %s | `%s.%s` |%n"
                            .formatted(
                                    row.trap.sequin(),
                                    row.trap.here(),
                                    Arrays.stream(row.trap.rule())
                                            .map(rule -> "`" + rule + "`")
                                            .collect(joining(", ")),
                                    row.method.getOwner().getSimpleName(),
                                    row.method.getName())));
        }
        Golden.holds(ALL, page.toString());
    }

    @Test
    void the_readme_has_the_gravest() {
        assumeThat(README).exists();
        StringBuilder table = new StringBuilder("| what Sequin does | what you get here |\n|---|---|\n");
        for (Trap.Topic topic : Trap.Topic.values()) {
            List<Row> grave = ROWS.stream()
                    .filter(row -> row.trap.topic() == topic && row.trap.grave())
                    .toList();
            if (!grave.isEmpty()) {
                table.append("| **").append(topic.title()).append("** | |\n");
                grave.forEach(row -> table.append("| %s | %s |%n".formatted(row.trap.sequin(), row.trap.here())));
            }
        }
        table.append(
                "\nThese do the most harm; [all %d](src/main/resources/META-INF/resources/traps.md) are held by tests that show each of them on the sandbox.\n"
                        .formatted(ROWS.size()));

        assertThat(ROWS.stream().filter(row -> row.trap.grave())).hasSizeBetween(20, MOST_IN_README);
        Golden.holdsBetween(README, "traps", table.toString());
    }
}
