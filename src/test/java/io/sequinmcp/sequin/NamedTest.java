package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedTest {
    private static final List<String> SINKS = List.of(
            "invoice_processor",
            "billing_events",
            "snowflake_sink",
            "warehouse_sync",
            "legacy_user_sync",
            "stripe_webhooks_sink");

    @Test
    void finds_what_was_probably_meant() {
        assertThat(Nearest.to("invoice-procesor", SINKS)).first().isEqualTo("invoice_processor");
        assertThat(Nearest.to("Snowflake", SINKS)).first().isEqualTo("snowflake_sink");
        assertThat(Nearest.to("zzzzzz", SINKS)).isEmpty();
        assertThat(Nearest.to("zzzzzz", List.of("only"))).containsExactly("only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a\nb", "a\u0000", "a\uD83D"})
    void refuses_what_would_be_another_path(String name) {
        assertThatThrownBy(() -> Named.checkIdOrName(ResourceKind.SINK, name)).isInstanceOf(SequinException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "a/b", "ü", "..", "11111111-1111-4111-8111-111111111111", "sinks?x=1"})
    void refuses_a_name_that_sequin_would_refuse_or_lose(String name) {
        assertThatThrownBy(() -> Named.checkNew(name)).isInstanceOf(SequinException.class);
    }

    @Test
    void takes_names_that_sequin_takes() {
        Named.checkNew("orders.to-kafka_2");
        Named.checkIdOrName(ResourceKind.SINK, "with space/and-slash");
    }

    @Property(tries = 200)
    void never_more_than_five_and_only_existing_ones(@ForAll String wanted, @ForAll List<String> existing) {
        assertThat(Nearest.to(wanted, existing)).hasSizeLessThanOrEqualTo(5);
        assertThat(existing).containsAll(Nearest.to(wanted, existing));
    }

    @Test
    void a_long_name_is_cut_in_a_sentence() {
        String name = IntStream.range(0, 300).mapToObj(i -> "x").reduce("", String::concat);
        assertThat(Named.quoted(name)).hasSizeLessThan(110);
        assertThat(Named.quoted("a`b\u202Ec")).isEqualTo("`a'bc`");
    }
}
