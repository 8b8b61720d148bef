package io.sequinmcp.traps;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What typical answers cost, beside what Sequin's own cost to the same questions. */
@QuarkusTest
class AnswerCostTest extends TrapTest {
    private static final Path PAGE = Path.of("src/docs/agents.md");
    private static final Encoding O200K = Encodings.newDefaultEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z");
    private static final Pattern AGO = Pattern.compile("\\d+ (s|min|h|days) ago");
    private static final Pattern PLAN_ID = Pattern.compile("(\"plan_id\":\")[^\"]+");
    private static final Pattern MARK = Pattern.compile("(data|end)_[0-9]{9}");
    private static final Pattern SECONDS =
            Pattern.compile("(\"lease_seconds_left\":|\"rows_per_second\":|\"seconds_left\":)[0-9.]+");

    private static final String POST = "POST ";
    private static final String PLAN = "plan";
    private static final String YAML = "functions:\\n  - name: id-only\\n    type: path\\n    path: record\\n";

    private record Row(String question, String tool, int ours, int requests, int theirs) {}

    private final List<Row> rows = new ArrayList<>();

    /** What of a text is not the same on every run counts as if it were. */
    private static int tokens(String text) {
        String same = UUID.matcher(text).replaceAll("3b241101-e2bb-4255-8caf-4136c566a962");
        same = TIME.matcher(same).replaceAll("2026-11-22T12:00:00Z");
        same = AGO.matcher(same).replaceAll("12 s ago");
        same = PLAN_ID.matcher(same).replaceAll("$1plan_Zm9vYmFyYmF6cXV4MTIz");
        same = MARK.matcher(same).replaceAll("$1_012345678");
        same = SECONDS.matcher(same).replaceAll("$1" + "29");
        return O200K.countTokensOrdinary(same);
    }

    /** Ours first: it hands back what it looked at, and theirs does not. */
    private void compare(String question, String tool, String arguments, String... requests) {
        int ours = tokens(agent.text(tool, arguments));
        int theirs = Stream.of(requests).mapToInt(this::theirs).sum();
        rows.add(new Row(question, tool, ours, requests.length, theirs));
    }

    private int theirs(String request) {
        if (request.equals(PLAN)) {
            return tokens(sequin.post("/api/config/plan", "{\"yaml\":\"" + YAML + "\"}")
                    .body()
                    .toString());
        }
        return tokens(
                (request.startsWith(POST) ? sequin.post(request.substring(POST.length()), "") : sequin.get(request))
                        .body()
                        .toString());
    }

    @Test
    void answers_cost_less_than_sequins_own() {
        compare("Which sinks are there, and which are unwell?", "list_sinks", "{}", SINK_PATH);
        compare(
                "How is this sink?",
                "get_sink",
                "{'sink_id_or_name':'stripe_webhooks_sink'}",
                SINK_PATH + "/stripe_webhooks_sink");
        compare(
                "Why does it not deliver?",
                "diagnose_sink",
                "{'sink_id_or_name':'stripe_webhooks_sink'}",
                SINK_PATH + "/stripe_webhooks_sink",
                PROD,
                POST + PROD + "/test_connection",
                SINK_PATH + "/stripe_webhooks_sink/backfills",
                SINK_PATH);
        compare("Which databases are read?", "list_databases", "{}", "/api/postgres_databases");
        compare("Where do webhooks go?", "list_http_endpoints", "{}", "/api/destinations/http_endpoints");
        sequin.post(SINK_PATH + "/billing_events/backfills", "{}");
        compare(
                "How far are its backfills?",
                "list_backfills",
                "{'sink_id_or_name':'billing_events'}",
                SINK_PATH + "/billing_events/backfills");
        compare(
                "What is in the stream? (5 messages)",
                "peek_messages",
                "{'consumer_id_or_name':'billing_events','batch_size':5}",
                "/api/sequin_streams/billing_events/receive?max_batch_size=5");
        compare("The whole account as YAML", "export_config", "{}", "/api/config/export");
        compare("What would this YAML change?", "plan_config", "{\"yaml\":\"" + YAML + "\"}", PLAN);

        StringBuilder table = new StringBuilder(
                "| question | tool | tokens | requests of the API | tokens | share |\n|---|---|---:|---:|---:|---:|\n");
        rows.forEach(row -> table.append("| %s | `%s` | %d | %d | %d | %d %% |%n"
                .formatted(
                        row.question,
                        row.tool,
                        row.ours,
                        row.requests,
                        row.theirs,
                        Math.round(100.0 * row.ours / row.theirs))));
        int ours = rows.stream().mapToInt(Row::ours).sum();
        int theirs = rows.stream().mapToInt(Row::theirs).sum();
        table.append("| **all** | | **%d** | | **%d** | **%d %%** |%n"
                .formatted(ours, theirs, Math.round(100.0 * ours / theirs)));
        Golden.holdsBetween(PAGE, "answers", table.toString());
        assertThat(ours).isLessThan(theirs);
    }
}
