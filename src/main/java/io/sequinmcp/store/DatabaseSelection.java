package io.sequinmcp.store;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Makes one of the two datasources active when the service starts: PostgreSQL if {@code SEQUIN_MCP_DATABASE_URL} is
 * set, else an H2 file below {@code SEQUIN_MCP_DATA_DIR}. The kind of a Quarkus datasource is fixed when the service is
 * built, so there is one of each and the other one never starts.
 *
 * <p>What it sets ranks below {@code application.properties}: a profile, or an operator who sets one of Quarkus' own
 * datasource properties, wins.
 */
public final class DatabaseSelection implements ConfigSourceFactory {
    static final String URL = "sequin-mcp.database.url";
    static final String USERNAME = "sequin-mcp.database.username";
    static final String PASSWORD = "sequin-mcp.database.password";
    static final String DATA_DIR = "sequin-mcp.data-dir";

    private static final int BELOW_APPLICATION_PROPERTIES = 200;
    private static final String H2_NAME = "sequin-mcp";
    private static final String H2 = "quarkus.datasource.h2.";
    private static final String POSTGRESQL = "quarkus.datasource.postgresql.";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Optional<String> url = setting(context, URL);
        Map<String, String> properties = new HashMap<>();
        properties.put(H2 + "active", String.valueOf(url.isEmpty()));
        properties.put(POSTGRESQL + "active", String.valueOf(url.isPresent()));
        if (url.isPresent()) {
            DatabaseUrl database = DatabaseUrl.parse(url.get());
            properties.put(POSTGRESQL + "jdbc.url", database.jdbcUrl());
            setting(context, USERNAME)
                    .or(database::username)
                    .ifPresent(username -> properties.put(POSTGRESQL + "username", username));
            setting(context, PASSWORD)
                    .or(database::password)
                    .ifPresent(password -> properties.put(POSTGRESQL + "password", password));
        } else {
            setting(context, DATA_DIR).ifPresent(dir -> properties.put(H2 + "jdbc.url", h2Url(Path.of(dir))));
            properties.put(H2 + "username", "sa");
        }
        return List.of(new PropertiesConfigSource(properties, "Database selection", BELOW_APPLICATION_PROPERTIES));
    }

    /**
     * Where H2 keeps its file. {@code WRITE_DELAY=0}: a commit is in the file before it returns, so that a delivery
     * survives a killed process (H2 would wait half a second; what else its thread would do is {@link Compaction}'s).
     * {@code DB_CLOSE_ON_EXIT=FALSE}: H2's own shutdown hook would close the database under the calls that are still
     * being answered; the pool closes it. {@code COMPRESS=TRUE}: records of the audit are much alike, so that the file
     * has two fifths of the size, for a tenth more processor time where many are written at once, and a third more for
     * a commit of one row; older files are read as they are. {@code CACHE_SIZE}, in KB, in place of 16 MiB: what is
     * written is seldom read again, and while it is in the cache it grows old in the heap.
     */
    static String h2Url(Path dataDir) {
        String file = dataDir.toAbsolutePath().normalize().resolve(H2_NAME).toString();
        if (file.indexOf(';') >= 0) {
            throw new IllegalArgumentException(
                    "SEQUIN_MCP_DATA_DIR must not contain ';': H2 would read what follows as settings");
        }
        return "jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;COMPRESS=TRUE;CACHE_SIZE=1024";
    }

    /** The file that H2 makes of it. */
    static Path h2File(Path dataDir) {
        return dataDir.resolve(H2_NAME + ".mv.db");
    }

    /** Blank counts as not set: charts and compose files hand on empty variables. */
    private static Optional<String> setting(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null
                ? Optional.empty()
                : Optional.ofNullable(value.getValue()).filter(text -> !text.isBlank());
    }
}
