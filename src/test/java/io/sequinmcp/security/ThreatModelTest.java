package io.sequinmcp.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threat model names what shows that it is kept to; what it names has to be there. */
class ThreatModelTest {
    private static final Path MODEL = Path.of("src/docs/threat-model.md");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test|[\\w-]+\\.test\\.mjs)`");

    @Test
    void every_test_it_names_exists() throws IOException {
        Set<String> there;
        try (Stream<Path> files = Files.walk(Path.of("src/test"))) {
            there = files.map(file -> file.getFileName().toString().replaceAll("\\.java$", ""))
                    .collect(Collectors.toSet());
        }
        Matcher named = NAMED.matcher(Files.readString(MODEL));
        Set<String> missing = new TreeSet<>();
        int count = 0;
        while (named.find()) {
            count++;
            if (!there.contains(named.group(1))) {
                missing.add(named.group(1));
            }
        }
        assertThat(count).isGreaterThan(40);
        assertThat(missing).isEmpty();
    }

    @Test
    void every_threat_names_one() throws IOException {
        List<String> threats = Files.readAllLines(MODEL).stream()
                .dropWhile(line -> !line.startsWith("## Entry points"))
                .takeWhile(line -> !line.startsWith("## What is left"))
                .filter(line -> line.startsWith("| ") && !line.startsWith("| threat"))
                .toList();

        assertThat(threats).hasSizeGreaterThan(25).allMatch(line -> NAMED.matcher(line)
                .find());
    }
}
