package io.sequinmcp.resources;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What there is to know about one matter of running Sequin; a text of ours, kept beside the code. */
enum Guide {
    PULL_CONSUMERS("Receiving, acking and nacking; why messages come again, or not at all"),
    SINKS("Retries, ordering, full buffers, and what pausing and disabling do"),
    DESTINATIONS("What each type of destination refuses, and how large a message may be"),
    BACKFILLS("Sending the rows that exist: how long it takes, why one fails, and what it is not"),
    TABLES("Publications, migrations, replica identity, partitions: why a table yields nothing, or too little"),
    SLOTS("Replication slots: who holds one, why one grows, what is left after a deletion"),
    CONNECTING_POSTGRES("What Postgres and its hosts need before Sequin can read them"),
    RUNNING_SEQUIN("Redis, size, internal errors, and what its health says");

    private final String about;
    private final String text;

    Guide(String about) {
        this.about = about;
        this.text = read(topicOf(name()));
    }

    String topic() {
        return topicOf(name());
    }

    /** In one line. */
    String about() {
        return about;
    }

    /** Markdown. */
    String text() {
        return text;
    }

    static Optional<Guide> of(String topic) {
        return Arrays.stream(values())
                .filter(guide -> guide.topic().equals(topic))
                .findFirst();
    }

    static List<String> topics() {
        return Arrays.stream(values()).map(Guide::topic).toList();
    }

    private static String topicOf(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String read(String topic) {
        try (InputStream file = Guide.class.getResourceAsStream("/guides/" + topic + ".md")) {
            if (file == null) {
                throw new IllegalStateException("there is no guide " + topic);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
