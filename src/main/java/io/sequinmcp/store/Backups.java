package io.sequinmcp.store;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Copies of the embedded store, made while it is in use. They are zip files in {@code backups} below the data
 * directory; to restore one, unzip it there while the service is stopped. PostgreSQL has tools of its own.
 */
@Singleton
public class Backups {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'sequin-mcp-'yyyyMMdd-HHmmss-SSS'.zip'")
            .withZone(ZoneOffset.UTC);
    private static final int KEPT = 7;

    private final Store store;
    private final Path directory;
    private final StoreLocation location;
    private final Clock clock;

    Backups(
            Store store,
            @ConfigProperty(name = DatabaseSelection.DATA_DIR) Path dataDir,
            StoreLocation location,
            Clock clock) {
        this.store = store;
        this.directory = dataDir.toAbsolutePath().normalize().resolve("backups");
        this.location = location;
        this.clock = clock;
    }

    /**
     * One copy.
     *
     * @param file where it is on the node
     */
    public record Backup(String file, long bytes, Instant madeAt) {}

    /** Makes one, and removes all but the newest seven; empty if the store is not the embedded one. */
    public Uni<Optional<Backup>> make() {
        if (!location.isEmbedded()) {
            return Uni.createFrom().item(Optional.empty());
        }
        Instant now = clock.instant();
        Path file = directory.resolve(NAME.format(now));
        return store.transact(tx -> {
            try {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                tx.update("backup to ?", file.toString());
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                removeOld();
                return Optional.of(new Backup(file.toString(), Files.size(file), now));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void removeOld() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> old = files.filter(it -> it.getFileName().toString().matches("sequin-mcp-[0-9-]+\\.zip"))
                    .sorted(Comparator.comparing(Path::toString).reversed())
                    .skip(KEPT)
                    .toList();
            for (Path file : old) {
                Files.delete(file);
            }
        }
    }
}
