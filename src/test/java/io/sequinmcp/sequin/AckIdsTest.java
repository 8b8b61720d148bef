package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Recording 385: an upper-case id is answered with 200, and does nothing. Recording 380: one bad id spoils the list.
 */
class AckIdsTest {
    private static final String ID = "5e4640a1-6c26-42da-a252-160507e7f313";

    @Test
    void lowers_trims_and_drops_doubles() {
        assertThat(AckIds.of(List.of(ID.toUpperCase(Locale.ROOT), " " + ID + " ", ID)))
                .containsExactly(ID);
    }

    @Test
    void refuses_none_and_what_is_no_uuid() {
        assertThatThrownBy(() -> AckIds.of(List.of())).hasMessageContaining("empty");
        assertThatThrownBy(() -> AckIds.of(List.of(ID, "MTYyeJ7abUjl1pO")))
                .hasMessageContaining("entry 2")
                .isInstanceOfSatisfying(
                        SequinException.class,
                        refusal -> assertThat(refusal.problem().field()).isEqualTo("ack_ids"));
    }
}
