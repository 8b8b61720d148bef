package io.sequinmcp.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db/mcp?user=u&password=p, jdbc:postgresql://db/mcp?user=u&password=p",
        "postgresql://db/mcp, jdbc:postgresql://db/mcp",
        "postgres://db:5433/mcp?sslmode=require, jdbc:postgresql://db:5433/mcp?sslmode=require",
        "postgresql://u:p@[::1]:5433/mcp, jdbc:postgresql://[::1]:5433/mcp",
    })
    void readsBothForms(String given, String jdbcUrl) {
        assertThat(DatabaseUrl.parse(given).jdbcUrl()).isEqualTo(jdbcUrl);
    }

    @Test
    void takesUserAndPasswordOutOfTheUrlAndDecodesThem() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://us%40er:p%3A%2F+%25:w@db:5433/mcp");

        assertThat(url)
                .isEqualTo(
                        new DatabaseUrl("jdbc:postgresql://db:5433/mcp", Optional.of("us@er"), Optional.of("p:/+%:w")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:hunter2@db/mcp",
                "db:5432/hunter2",
                "postgresql://u:hunter2@db",
                "postgresql://u:hunter2@db/",
                "postgresql://u:hunter2#@/mcp",
                "postgresql://u:hunter2 @db/mcp",
                "jdbc:h2:mem:hunter2",
            })
    void refusesAnythingElseWithoutShowingIt(String given) {
        assertThatThrownBy(() -> DatabaseUrl.parse(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SEQUIN_MCP_DATABASE_URL must read")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }
}
