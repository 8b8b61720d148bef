package io.sequinmcp.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SQL within one transaction. Values are bound, never pasted: {@code ?} takes what JDBC takes and {@link Instant}s
 * (kept with microseconds); a {@link Collection} fills as many places as it has elements, see {@link #places}.
 */
public final class Transaction {
    private final Connection connection;

    Transaction(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(Row row) throws SQLException;
    }

    /** As many question marks as there are values, for {@code in (…)}; there must be one at least. */
    public static String places(Collection<?> values) {
        return String.join(",", Collections.nCopies(values.size(), "?"));
    }

    /** So many rows of so many question marks, for {@code (a, b) in (…)}; there must be one at least. */
    public static String rowsOfPlaces(int rows, int columns) {
        String row = "(" + String.join(",", Collections.nCopies(columns, "?")) + ")";
        return String.join(",", Collections.nCopies(rows, row));
    }

    /** How many rows it changed. */
    public int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** The same statement once per element of {@code rows}. */
    public void updateEach(String sql, List<@Nullable Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] values : rows) {
                bind(statement, values);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    public <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(new Row(rows)));
            }
            return found;
        }
    }

    public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values) throws SQLException {
        return list(sql, reader, values).stream().findFirst();
    }

    private PreparedStatement prepared(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            bind(statement, values);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        int place = 0;
        for (Object value : values) {
            if (value instanceof Collection<?> several) {
                for (Object one : several) {
                    statement.setObject(++place, jdbc(one));
                }
            } else {
                statement.setObject(++place, jdbc(value));
            }
        }
    }

    private static @Nullable Object jdbc(@Nullable Object value) {
        return value instanceof Instant instant ? OffsetDateTime.ofInstant(instant, ZoneOffset.UTC) : value;
    }

    /** One row of a result, read by column name. */
    public static final class Row {
        private final ResultSet row;

        Row(ResultSet row) {
            this.row = row;
        }

        public String text(String column) throws SQLException {
            return present(column, row.getString(column));
        }

        public @Nullable String textOrNull(String column) throws SQLException {
            return row.getString(column);
        }

        public int number(String column) throws SQLException {
            return row.getInt(column);
        }

        public long bigNumber(String column) throws SQLException {
            return row.getLong(column);
        }

        public @Nullable Long bigNumberOrNull(String column) throws SQLException {
            long number = row.getLong(column);
            return row.wasNull() ? null : number;
        }

        public boolean flag(String column) throws SQLException {
            return row.getBoolean(column);
        }

        public byte[] bytes(String column) throws SQLException {
            return present(column, row.getBytes(column));
        }

        public byte @Nullable [] bytesOrNull(String column) throws SQLException {
            return row.getBytes(column);
        }

        public Instant instant(String column) throws SQLException {
            return present(column, instantOrNull(column));
        }

        public @Nullable Instant instantOrNull(String column) throws SQLException {
            OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        }

        private static <T> T present(String column, @Nullable T value) throws SQLException {
            if (value == null) {
                throw new SQLException("Column " + column + " is null");
            }
            return value;
        }
    }
}
