package io.sequinmcp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was committed to the embedded database is there after the process was killed. */
class EmbeddedFileTest {
    @Test
    void keepsACommitWhenTheProcessIsKilledRightAfterIt(@TempDir Path dir) throws Exception {
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommitAndDie.class.getName(),
                        dir.toString())
                .inheritIO()
                .start();
        assertThat(killed.waitFor(30, TimeUnit.SECONDS)).isTrue();

        List<String> found = store(dir).transactNow(tx -> tx.list("select id from thing", row -> row.text("id")));

        assertThat(found).containsExactly("kept");
    }

    private static Store store(Path dir) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(DatabaseSelection.h2Url(dir));
        dataSource.setUser("sa");
        return new Store(dataSource, Runnable::run);
    }

    /** The process that is killed; {@code halt} runs no shutdown hook, as a kill would. */
    static final class CommitAndDie {
        private CommitAndDie() {}

        public static void main(String[] arguments) {
            Store store = store(Path.of(arguments[0]));
            store.transactNow(tx -> tx.update("create table thing (id varchar(20))"));
            store.transactNow(tx -> {
                tx.update("insert into thing (id) values ('kept')");
                return tx.update("insert into thing (id) values ('gone')")
                        - tx.update("delete from thing where id = 'gone'");
            });
            Runtime.getRuntime().halt(1);
        }
    }
}
