package io.sequinmcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a YAML plan is bound to. */
class ConfigStateTest {
    private static final Map<String, Object> ORDERS = Map.of("name", "orders", "batch_size", 1);
    private static final Map<String, Object> USERS = Map.of("name", "users", "batch_size", 1);

    @Test
    void the_order_of_an_export_does_not_count() {
        assertThat(ConfigState.of(Map.of("sinks", List.of(ORDERS, USERS)))
                        .differences(ConfigState.of(Map.of("sinks", List.of(USERS, ORDERS)))))
                .isEmpty();
    }

    @Test
    void a_change_is_named_by_section_name_and_field() {
        Map<String, Object> changed = Map.of("name", "orders", "batch_size", 10);

        assertThat(ConfigState.of(Map.of("sinks", List.of(ORDERS, USERS)))
                        .differences(ConfigState.of(Map.of("sinks", List.of(changed, USERS)))))
                .containsExactly("sinks.orders.batch_size");
    }

    @Test
    void something_new_counts() {
        assertThat(ConfigState.of(Map.of("sinks", List.of(ORDERS)))
                        .differences(ConfigState.of(Map.of("sinks", List.of(ORDERS, USERS)))))
                .contains("sinks.users.name");
    }

    @Test
    void what_runs_does_not_count() {
        Map<String, Object> running =
                Map.of("name", "orders", "batch_size", 1, "active_backfills", List.of(Map.of("state", "active")));

        assertThat(ConfigState.of(Map.of("sinks", List.of(ORDERS)))
                        .differences(ConfigState.of(Map.of("sinks", List.of(running)))))
                .isEmpty();
    }
}
