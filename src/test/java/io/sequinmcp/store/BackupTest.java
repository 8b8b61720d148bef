package io.sequinmcp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.SettableClock;
import io.sequinmcp.store.Backups.Backup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The ways to back the store up and to restore it, as src/docs/upgrading.md describes them. */
class BackupTest {
    private final SettableClock clock = new SettableClock("2027-01-31T12:00:00Z");

    @Test
    void a_copy_of_the_embedded_store_made_in_use_is_the_store_as_it_was(@TempDir Path dir) throws IOException {
        Path data = dir.resolve("data");
        JdbcConnectionPool pool = JdbcConnectionPool.create(DatabaseSelection.h2Url(data), "sa", "");
        Flyway.configure().dataSource(pool).load().migrate();
        Store store = new Store(pool, Runnable::run);
        plan(store, "before");

        Backup backup = new Backups(store, data, StoreLocations.at("jdbc:h2:file:/data/sequin-mcp"), clock)
                .make()
                .await()
                .indefinitely()
                .orElseThrow();
        plan(store, "after");
        assertThat(plans(store)).containsExactly("after", "before");
        pool.dispose();

        Path file = Path.of(backup.file());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(backup.bytes()).isEqualTo(Files.size(file));
        Path restored = dir.resolve("restored");
        unzip(file, restored);
        JdbcConnectionPool again = JdbcConnectionPool.create(DatabaseSelection.h2Url(restored), "sa", "");
        Flyway.configure().dataSource(again).load().validate();
        assertThat(plans(new Store(again, Runnable::run))).containsExactly("before");
        again.dispose();
    }

    @Test
    void the_newest_seven_are_kept_and_nothing_else_is_touched(@TempDir Path dir) throws IOException {
        JdbcConnectionPool pool = JdbcConnectionPool.create(DatabaseSelection.h2Url(dir), "sa", "");
        Store store = new Store(pool, Runnable::run);
        store.transactNow(tx -> tx.update("create table thing (id varchar(20))"));
        Backups backups = new Backups(store, dir, StoreLocations.at("jdbc:h2:file:/data/sequin-mcp"), clock);
        backups.make().await().indefinitely();
        Files.writeString(dir.resolve("backups").resolve("mine.zip"), "mine");

        for (int i = 0; i < 9; i++) {
            clock.advance(Duration.ofMinutes(1));
            backups.make().await().indefinitely();
        }
        pool.dispose();

        try (Stream<Path> files = Files.list(dir.resolve("backups"))) {
            List<String> names =
                    files.map(it -> it.getFileName().toString()).sorted().toList();
            assertThat(names).hasSize(8).contains("mine.zip", "sequin-mcp-20270131-120900-000.zip");
        }
    }

    @Test
    void there_is_none_of_a_postgresql(@TempDir Path dir) {
        assertThat(new Backups(TestDatabase.H2.store(), dir, StoreLocations.at("postgresql"), clock)
                        .make()
                        .await()
                        .indefinitely())
                .isEmpty();
    }

    @Test
    void pg_dump_and_pg_restore_bring_a_postgresql_back() {
        TestPostgres server = TestPostgres.server().orElseGet(() -> Assumptions.abort("no PostgreSQL here"));
        PGSimpleDataSource original = server.database();
        Flyway.configure().dataSource(original).load().migrate();
        plan(new Store(original, Runnable::run), "before");
        PGSimpleDataSource target = server.database();
        String dump = server.directory().resolve("sequin-mcp.dump").toString();

        server.run("pg_dump", "--format=custom", "--file=" + dump, "--dbname=" + uri(original));
        plan(new Store(original, Runnable::run), "after");
        server.run("pg_restore", "--no-owner", "--dbname=" + uri(target), dump);

        Flyway.configure().dataSource(target).load().validate();
        assertThat(plans(new Store(target, Runnable::run))).containsExactly("before");
    }

    private static String uri(PGSimpleDataSource database) {
        return "postgresql://sequin_mcp@127.0.0.1:%d/%s"
                .formatted(database.getPortNumbers()[0], database.getDatabaseName());
    }

    private static void plan(Store store, String id) {
        store.transactNow(tx -> tx.update(
                """
                insert into plan (id, connector, account, kind, target_id, target_name, state, created_at, expires_at)
                values (?, 'c', 'a', 'sink', 't', 't', '{}', current_timestamp, current_timestamp)""",
                id));
    }

    private static List<String> plans(Store store) {
        return store.transactNow(tx -> tx.list("select id from plan order by id", row -> row.text("id")));
    }

    /** What {@code unzip -d DIRECTORY FILE} does. */
    private static void unzip(Path file, Path directory) throws IOException {
        Files.createDirectories(directory);
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.copy(zip, directory.resolve(entry.getName()));
            }
        }
    }
}
