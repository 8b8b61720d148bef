package io.sequinmcp.keys;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Secrets that this service makes for itself: each a file of the data directory that nobody else may read. */
@Singleton
public class SecretFiles {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;

    public SecretFiles(KeysConfig config) {
        this.directory = config.dataDir();
    }

    /** What the file holds; if there is none, it is made with what the supplier gives. */
    public String readOrMake(String name, Supplier<String> secret) {
        Path file = directory.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(directory);
                // Made beside and moved, so that a start that is cut short leaves no half of a secret
                Path made = directory.resolve(name + ".new");
                Files.deleteIfExists(made);
                Files.createFile(made, attributes());
                Files.writeString(made, secret.get(), StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
                Files.move(made, file);
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory (SEQUIN_MCP_DATA_DIR) cannot be used: " + file, e);
        }
    }

    /** What the file holds, if there is one. */
    public Optional<String> read(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.exists(file)
                    ? Optional.of(
                            Files.readString(file, StandardCharsets.US_ASCII).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory (SEQUIN_MCP_DATA_DIR) cannot be used: " + file, e);
        }
    }

    private FileAttribute<?>[] attributes() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {OWNER_ONLY}
                : new FileAttribute<?>[0];
    }
}
