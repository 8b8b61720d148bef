package io.sequinmcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The changelog has a heading for the version at hand, on top, and none that is out of order. */
class ChangelogTest {
    private static final Pattern HEADING =
            Pattern.compile("(?m)^## \\[(\\d+)\\.(\\d+)\\.(\\d+)] - (unreleased|\\d{4}-\\d{2}-\\d{2})$");
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>sequin-mcp</artifactId>\\s*<version>([0-9.]+)(-SNAPSHOT)?</version>");

    private final String changelog = read("src/docs/changelog.md");

    @Test
    void the_version_at_hand_is_on_top() {
        Matcher version = VERSION.matcher(read("pom.xml"));
        assertThat(version.find()).isTrue();
        Matcher first = HEADING.matcher(changelog);
        assertThat(first.find()).isTrue();
        assertThat("%s.%s.%s".formatted(first.group(1), first.group(2), first.group(3)))
                .isEqualTo(version.group(1));
        assertThat(first.group(4).equals("unreleased"))
                .as("a snapshot is unreleased, and a release has its day")
                .isEqualTo(version.group(2) != null);
    }

    @Test
    void later_versions_come_first() {
        List<Long> versions = HEADING.matcher(changelog)
                .results()
                .map(it -> Long.parseLong(it.group(1)) * 1_000_000_000L
                        + Long.parseLong(it.group(2)) * 1_000_000L
                        + Long.parseLong(it.group(3)))
                .toList();
        assertThat(versions)
                .isSortedAccordingTo(java.util.Comparator.reverseOrder())
                .doesNotHaveDuplicates();
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
