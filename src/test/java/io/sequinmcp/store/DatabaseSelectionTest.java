package io.sequinmcp.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseSelectionTest {
    @Test
    void takesAnH2FileInTheDataDirectoryUnlessToldOtherwise() {
        SmallRyeConfig config = with(Map.of("sequin-mcp.database.url", "", "sequin-mcp.data-dir", "data"));

        assertThat(value(config, "h2.active")).isEqualTo("true");
        assertThat(value(config, "postgresql.active")).isEqualTo("false");
        assertThat(value(config, "h2.jdbc.url"))
                .startsWith("jdbc:h2:file:" + Path.of("data").toAbsolutePath() + "/sequin-mcp;")
                .contains("WRITE_DELAY=0");
    }

    @Test
    void takesPostgresWhenItsUrlIsSet() {
        SmallRyeConfig config = with(Map.of("sequin-mcp.database.url", "postgresql://u:p@db/mcp"));

        assertThat(value(config, "h2.active")).isEqualTo("false");
        assertThat(value(config, "postgresql.active")).isEqualTo("true");
        assertThat(value(config, "postgresql.jdbc.url")).isEqualTo("jdbc:postgresql://db/mcp");
        assertThat(value(config, "postgresql.username")).isEqualTo("u");
        assertThat(value(config, "postgresql.password")).isEqualTo("p");
    }

    @Test
    void prefersUserAndPasswordOfTheirOwn() {
        SmallRyeConfig config = with(Map.of(
                "sequin-mcp.database.url", "postgresql://u:p@db/mcp",
                "sequin-mcp.database.username", "owner",
                "sequin-mcp.database.password", "secret"));

        assertThat(value(config, "postgresql.username")).isEqualTo("owner");
        assertThat(value(config, "postgresql.password")).isEqualTo("secret");
    }

    @Test
    void letsQuarkusOwnPropertiesWin() {
        SmallRyeConfig config =
                with(Map.of("sequin-mcp.data-dir", "data", "quarkus.datasource.h2.jdbc.url", "jdbc:h2:mem:mine"));

        assertThat(value(config, "h2.jdbc.url")).isEqualTo("jdbc:h2:mem:mine");
    }

    @Test
    void refusesADirectoryThatH2WouldReadAsSettings() {
        assertThatThrownBy(() -> DatabaseSelection.h2Url(Path.of("data;INIT=DROP ALL OBJECTS")))
                .hasMessageContaining("SEQUIN_MCP_DATA_DIR");
    }

    private static String value(SmallRyeConfig config, String property) {
        return config.getValue("quarkus.datasource." + property, String.class);
    }

    private static SmallRyeConfig with(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new io.smallrye.config.PropertiesConfigSource(new HashMap<>(properties), "given", 250))
                .withSources(new DatabaseSelection())
                .addDefaultInterceptors()
                .build();
    }
}
