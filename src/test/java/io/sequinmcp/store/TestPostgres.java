package io.sequinmcp.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server of the tests' own, from the binaries of this machine: one per JVM, started when it is first asked
 * for, in a directory below the temporary one, on a free port of the loopback interface. It goes with the JVM.
 */
public final class TestPostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static Optional<TestPostgres> running = Optional.empty();
    private static boolean asked;

    private final Path binaries;
    private final Path directory;
    private final int port;

    private TestPostgres(Path binaries, Path directory, int port) {
        this.binaries = binaries;
        this.directory = directory;
        this.port = port;
    }

    /** Empty, with a word on standard output, where there are no binaries; an error where they are demanded (CI). */
    public static synchronized Optional<TestPostgres> server() {
        if (!asked) {
            asked = true;
            running = binaries().map(TestPostgres::start);
            if (running.isEmpty()) {
                if ("true".equals(System.getenv("CI"))) {
                    throw new IllegalStateException("No PostgreSQL binaries below /usr/lib/postgresql; CI needs them");
                }
                System.out.println("No PostgreSQL binaries below /usr/lib/postgresql: its tests are skipped");
            }
        }
        return running;
    }

    /** A new, empty database. */
    public PGSimpleDataSource database() {
        String name = "test_" + DATABASES.incrementAndGet();
        run("createdb", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "sequin_mcp", name);
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {"127.0.0.1"});
        dataSource.setPortNumbers(new int[] {port});
        dataSource.setDatabaseName(name);
        dataSource.setUser("sequin_mcp");
        return dataSource;
    }

    private static Optional<Path> binaries() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestPostgres start(Path binaries) {
        try {
            Path directory = Files.createTempDirectory("sequin-mcp-postgres");
            TestPostgres server = new TestPostgres(binaries, directory, freePort());
            if (isRoot()) {
                execute(List.of("chown", "postgres", directory.toString()));
            }
            String data = directory.resolve("data").toString();
            server.run("initdb", "-D", data, "-U", "sequin_mcp", "-A", "trust", "-E", "UTF8", "--no-sync");
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            String options =
                    "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=300 -p "
                            + server.port;
            String log = directory.resolve("log").toString();
            server.run("pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() {
        run("pg_ctl", "-D", directory.resolve("data").toString(), "-m", "immediate", "-t", "10", "stop");
        execute(List.of("rm", "-rf", directory.toString()));
    }

    /** A directory that the server's programs may write to. */
    Path directory() {
        return directory;
    }

    /** Runs a program of PostgreSQL. */
    void run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // PostgreSQL refuses to run as root
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        execute(command);
    }

    private static void execute(List<String> command) {
        try {
            Path output = Files.createTempFile("sequin-mcp-postgres", ".out");
            Process process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command + " failed: " + Files.readString(output));
            }
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
