package io.sequinmcp.sequin;

import static io.sequinmcp.sequin.Samples.backfill;
import static io.sequinmcp.sequin.Samples.schemas;
import static io.sequinmcp.sequin.Samples.sink;
import static io.sequinmcp.sequin.Samples.tables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sequinmcp.sequin.Problem.Code;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which table, one at a time, and from which state to which (section 7). */
class BackfillRulesTest {
    private static Problem refused(ThrowingCallable rule) {
        return catchThrowableOfType(SequinException.class, rule).problem();
    }

    @Test
    void the_only_table_of_a_sink_need_not_be_named() {
        assertThat(new BackfillTable(sink(tables("public.orders")), List.of(), List.of()).choose(null))
                .isEqualTo("public.orders");
        assertThat(new BackfillTable(sink(tables("public.orders")), List.of(), List.of()).choose(" "))
                .isEqualTo("public.orders");
    }

    @Test
    void among_several_the_table_is_demanded_and_they_are_listed() {
        Problem problem = refused(
                () -> new BackfillTable(sink(tables("public.a", "public.b")), List.of(), List.of()).choose(null));

        assertThat(problem.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(problem.field()).isEqualTo("table");
        assertThat(problem.allowed()).containsExactly("public.a", "public.b");
    }

    @Test
    void of_a_whole_schema_the_table_is_demanded_and_what_is_known_is_listed() {
        Sink neighbour = sink("other", tables("public.orders", "billing.invoices"), java.util.Map.of("type", "kafka"));

        Problem problem = refused(() -> new BackfillTable(
                        sink(schemas("public")),
                        List.of(backfill("1", "public.users", "completed")),
                        List.of(neighbour))
                .choose(null));

        assertThat(problem.message()).contains("every table of the schemas public");
        assertThat(problem.allowed()).containsExactly("public.orders", "public.users");
    }

    @Test
    void a_table_without_schema_is_public() {
        assertThat(new BackfillTable(sink(schemas("public")), List.of(), List.of()).choose("users"))
                .isEqualTo("public.users");
    }

    @Test
    void a_table_the_sink_does_not_take_is_refused() {
        assertThat(refused(() -> new BackfillTable(sink(schemas("public")), List.of(), List.of())
                                .choose("billing.invoices"))
                        .message())
                .contains("billing.invoices", "schemas public");
        Source excluding = new Source(List.of(), List.of(), List.of("public.secret"), List.of("audit"));
        assertThat(refused(() -> new BackfillTable(sink(excluding), List.of(), List.of()).choose("secret"))
                        .message())
                .contains("but for audit, public.secret");
        assertThat(refused(() -> new BackfillTable(sink(excluding), List.of(), List.of()).choose("audit.log"))
                        .field())
                .isEqualTo("table");
        assertThat(new BackfillTable(sink(excluding), List.of(), List.of()).choose("orders"))
                .isEqualTo("public.orders");
    }

    @ParameterizedTest
    @CsvSource({"active", "paused"})
    void a_second_backfill_of_a_table_is_refused_naming_the_first(String state) {
        Sink sink = sink(tables("public.orders"));

        Problem problem = refused(
                () -> OneOpenBackfill.check(sink, "public.orders", List.of(backfill("b-1", "public.orders", state))));

        assertThat(problem.code()).isEqualTo(Code.CONFLICT);
        assertThat(problem.message()).contains("b-1", state);
        assertThat(problem.next()).extracting(NextStep::tool).containsExactly("get_backfill", "update_backfill");
        assertThat(problem.next().get(1).arguments())
                .containsEntry("id", "b-1")
                .containsEntry("state", "cancelled")
                .containsEntry("sink_id_or_name", "orders-stream");
    }

    @Test
    void one_that_is_over_or_of_another_table_does_not_matter() {
        OneOpenBackfill.check(
                sink(schemas("public")),
                "public.orders",
                List.of(backfill("1", "public.orders", "completed"), backfill("2", "public.users", "active")));
    }

    @ParameterizedTest
    @CsvSource({"canceled,true", "Cancel,true", "cancelled,false", " CANCELLED ,false"})
    void both_spellings_of_cancelled_are_understood(String given, boolean noted) {
        List<String> notes = new ArrayList<>();

        assertThat(BackfillTransition.parse(given, notes)).isEqualTo(BackfillState.CANCELLED);
        assertThat(notes).hasSize(noted ? 1 : 0);
    }

    @Test
    void states_that_only_sequin_sets_are_refused_with_the_list() {
        assertThat(refused(() -> BackfillTransition.parse("completed", new ArrayList<>()))
                        .allowed())
                .containsExactly("active", "paused", "cancelled");
    }

    @ParameterizedTest
    @CsvSource({"active,PAUSED", "active,CANCELLED", "paused,ACTIVE", "paused,CANCELLED", "restarting,PAUSED"})
    void allows_what_sequin_allows(String from, BackfillState to) {
        BackfillTransition.check(sink(tables("public.orders")), backfill("1", "public.orders", from), to);
    }

    @ParameterizedTest
    @CsvSource({"completed,CANCELLED", "failed,ACTIVE", "cancelled,ACTIVE", "cancelled,PAUSED"})
    void what_is_over_is_over_and_a_new_one_is_offered(String from, BackfillState to) {
        Problem problem = refused(() ->
                BackfillTransition.check(sink(tables("public.orders")), backfill("1", "public.orders", from), to));

        assertThat(problem.code()).isEqualTo(Code.CONFLICT);
        assertThat(problem.message()).contains(from, "final");
        assertThat(problem.next()).extracting(NextStep::tool).containsExactly("create_backfill");
    }
}
