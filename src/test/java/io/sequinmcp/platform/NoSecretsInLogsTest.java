package io.sequinmcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.junit.jupiter.api.Test;

/** What leaves the log, and the traces, of what looks like a secret. */
class NoSecretsInLogsTest {
    private static final String TOKEN = "smcp_0123456789012345678901234567890123456789012";

    private final NoSecretsInLogs filter = new NoSecretsInLogs();

    @Test
    void tokens_are_taken_out_of_messages_and_their_parameters() {
        ExtLogRecord record =
                new ExtLogRecord(Level.INFO, "POST /mcp/%s with Authorization: %s", FormatStyle.PRINTF, "x");
        record.setParameters(new Object[] {TOKEN, "Bearer abc.def"});

        assertThat(filter.isLoggable(record)).isTrue();

        assertThat(record.getFormattedMessage())
                .startsWith("POST /mcp/smcp_…")
                .doesNotContain(TOKEN)
                .doesNotContain("abc.def");
    }

    @Test
    void tokens_are_taken_out_of_what_was_thrown() {
        ExtLogRecord record = new ExtLogRecord(Level.SEVERE, "It failed", FormatStyle.NO_FORMAT, "x");
        record.setThrown(new IllegalStateException("outer", new IllegalArgumentException("bad " + TOKEN)));

        filter.isLoggable(record);

        assertThat(record.getThrown()).isNull();
        assertThat(record.getFormattedMessage())
                .contains("It failed", "IllegalStateException: outer", "bad smcp_…", "NoSecretsInLogsTest")
                .doesNotContain(TOKEN);
    }

    @Test
    void the_rest_is_left_as_it_is() {
        ExtLogRecord record = new ExtLogRecord(Level.INFO, "%d sinks", FormatStyle.PRINTF, "x");
        record.setParameters(new Object[] {3});
        IllegalStateException thrown = new IllegalStateException("plain");
        record.setThrown(thrown);

        filter.isLoggable(record);

        assertThat(record.getFormattedMessage()).isEqualTo("3 sinks");
        assertThat(record.getThrown()).isSameAs(thrown);
    }

    @Test
    void the_path_of_a_connector_is_no_attribute_of_a_span() {
        assertThat(NoSecretsInTraces.clean("/mcp/" + TOKEN)).isEqualTo("/mcp/{token}");
        assertThat(NoSecretsInTraces.clean("http://host/mcp/whatever?x=1")).isEqualTo("http://host/mcp/{token}?x=1");
        assertThat(NoSecretsInTraces.clean("POST /mcp")).isEqualTo("POST /mcp");
        assertThat(NoSecretsInTraces.clean("tools/call list_sinks")).isEqualTo("tools/call list_sinks");
    }
}
