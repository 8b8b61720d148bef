package io.sequinmcp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of the embedded database stays in proportion to what is in it, however often it is written. */
class CompactionTest {
    private static final int COMMITS = 2_000;

    @Test
    void keepsTheFileInProportionToWhatIsInIt(@TempDir Path left, @TempDir Path compacted) throws Exception {
        long withoutCompaction = written(left, false);
        long withCompaction = written(compacted, true);

        // Some 0.6 and 2.2 MB; how much of each is garbage at the end depends on the moment
        assertThat(withCompaction).isLessThan(withoutCompaction / 2);
    }

    @Test
    void keepsWhatWasCommitted(@TempDir Path dir) throws Exception {
        written(dir, true);

        JdbcConnectionPool again = open(dir);
        try {
            List<Integer> found = new Store(again, Runnable::run)
                    .transactNow(tx -> tx.list("select n from thing", row -> row.number("n")));
            assertThat(found).hasSize(COMMITS).doesNotHaveDuplicates();
        } finally {
            again.dispose();
        }
    }

    /** How large the file is after many commits of one row, each somewhere else in the index. */
    private static long written(Path dir, boolean compact) throws SQLException, IOException {
        JdbcConnectionPool database = open(dir);
        try {
            Store store = new Store(database, Runnable::run);
            store.transactNow(tx -> tx.update("create table thing (id varchar(40) primary key, n integer not null)"));
            Random random = new Random(1);
            for (int n = 0; n < COMMITS; n++) {
                String id = Long.toHexString(random.nextLong()) + "-" + n;
                int number = n;
                store.transactNow(tx -> tx.update("insert into thing (id, n) values (?, ?)", id, number));
                if (compact && n % 20 == 0) {
                    Compaction.compactOnce(database, Duration.ZERO);
                }
            }
            return Files.size(DatabaseSelection.h2File(dir));
        } finally {
            database.dispose();
        }
    }

    /** Chunks may be overwritten at once, with compaction and without. */
    private static JdbcConnectionPool open(Path dir) {
        return JdbcConnectionPool.create(DatabaseSelection.h2Url(dir) + ";RETENTION_TIME=0", "sa", "");
    }
}
