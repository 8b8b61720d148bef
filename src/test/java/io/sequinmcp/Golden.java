package io.sequinmcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds what the program shows, so that a change of it is seen in review. {@code -Dgolden.update=true}
 * accepts what the program shows now.
 */
public final class Golden {
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    private Golden() {}

    /** The whole file is what the program shows. */
    public static void holds(Path file, String actual) {
        compare(file, actual);
    }

    /** What stands between two marker lines of a file is what the program shows; the rest is written by hand. */
    public static void holdsBetween(Path file, String marker, String actual) {
        String start = "<!-- " + marker + ":start -->";
        String end = "<!-- " + marker + ":end -->";
        String text = read(file);
        int from = text.indexOf(start);
        int to = text.indexOf(end);
        assertThat(from >= 0 && to > from)
                .as("%s has the lines %s and %s", file, start, end)
                .isTrue();
        compare(file, text.substring(0, from + start.length()) + "\n" + actual + text.substring(to));
    }

    private static void compare(Path file, String actual) {
        if (UPDATE) {
            write(file, actual);
            return;
        }
        if (!Files.exists(file)) {
            fail("%s is missing: run this test with -Dgolden.update=true and review the file", file);
        }
        assertThat(actual)
                .as("%s; when the change is meant, accept it with -Dgolden.update=true", file)
                .isEqualToNormalizingNewlines(read(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
