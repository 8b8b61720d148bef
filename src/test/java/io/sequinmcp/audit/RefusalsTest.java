package io.sequinmcp.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.SettableClock;
import io.sequinmcp.store.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What strangers do is counted, and fills nothing. */
class RefusalsTest {
    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private final AuditTestNode node = new AuditTestNode(TestDatabase.H2.store(), clock, true);
    private final Refusals refusals = new Refusals(node.log, AuditTestNode.config(), clock);

    private void refused(String address, String code) {
        refusals.refused(new Refusals.Refusal(
                "mcp", code, null, null, new Entry.Actor(null, null, null, null, address, null, null)));
    }

    private List<Entry> records() {
        node.flush();
        return node.find(new AuditQuery(null, null, null, null, null, Kind.DOOR, null, null, null, null, null)).stream()
                .map(AuditRecord::entry)
                .toList();
    }

    @Test
    void the_first_is_told_at_once_and_the_rest_of_its_minute_in_one() {
        for (int i = 0; i < 1_000; i++) {
            refused("192.0.2.1", "unknown_url");
        }
        refused("192.0.2.1", "unknown_token");
        assertThat(records()).hasSize(2).allMatch(it -> it.times() == 1);

        clock.advance(Duration.ofMinutes(1));
        refused("192.0.2.1", "unknown_url");
        assertThat(records()).extracting(Entry::times).containsExactlyInAnyOrder(1L, 1L, 999L, 1L);
    }

    @Test
    void beyond_a_number_of_addresses_all_others_are_one_record() {
        for (int i = 0; i < 500; i++) {
            refused("192.0.2." + i, "unknown_url");
        }
        clock.advance(Duration.ofMinutes(1));
        refused("198.51.100.1", "unknown_url");

        assertThat(records()).hasSize(5);
        assertThat(records().stream().mapToLong(Entry::times).sum()).isEqualTo(501);
    }

    @Test
    void one_network_of_ipv6_is_one() {
        refused("2001:db8:0:1:0:0:0:1", "unknown_url");
        refused("2001:db8:0:1:a:b:c:d", "unknown_url");
        refused("2001:db8:0:2:a:b:c:d", "unknown_url");
        clock.advance(Duration.ofMinutes(1));
        refused("192.0.2.1", "unknown_url");

        assertThat(records().stream().map(it -> it.actor().address() + " " + it.times()))
                .containsExactlyInAnyOrder(
                        "2001:db8:0:1:0:0:0:1 1", "2001:db8:0:2:a:b:c:d 1", "2001:db8:0:1:0:0:0:1 1", "192.0.2.1 1");
    }
}
