package io.sequinmcp.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sequinmcp.platform.ServerKeys;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept with a plan can be read by this service, for the connector it was made for, and by nobody else. */
class PlanCipherTest {
    private static final String YAML = "databases: [{name: prod, password: hünter2}]";

    private final PlanCipher cipher = new PlanCipher(ServerKeys.of("a-key-of-at-least-thirty-two-characters"));

    @Test
    void reads_what_it_wrote() {
        assertThat(cipher.decrypt("one", cipher.encrypt("one", YAML))).isEqualTo(YAML);
    }

    @Test
    void another_replica_with_the_same_key_reads_it() {
        PlanCipher replica = new PlanCipher(ServerKeys.of("a-key-of-at-least-thirty-two-characters"));

        assertThat(replica.decrypt("one", cipher.encrypt("one", YAML))).isEqualTo(YAML);
    }

    @Test
    void shows_nothing_of_the_text_and_never_the_same_twice() {
        String payload = cipher.encrypt("one", YAML);

        assertThat(new String(Base64.getDecoder().decode(payload), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("databases", "password", "nter2");
        assertThat(cipher.encrypt("one", YAML)).isNotEqualTo(payload);
    }

    @Test
    void another_connector_is_refused() {
        String payload = cipher.encrypt("one", YAML);

        assertRefused(() -> cipher.decrypt("two", payload));
    }

    @Test
    void another_key_is_refused() {
        PlanCipher other = new PlanCipher(ServerKeys.of("another-key-of-at-least-32-characters"));
        String payload = other.encrypt("one", YAML);

        assertRefused(() -> cipher.decrypt("one", payload));
    }

    /** Of 12 bytes of nonce, the text and 16 bytes of tag, one bit each. */
    @ParameterizedTest
    @ValueSource(ints = {0, 11, 12, 30, -16, -1})
    void a_payload_that_was_tampered_with_is_refused(int place) {
        byte[] bytes = Base64.getDecoder().decode(cipher.encrypt("one", YAML));
        bytes[place < 0 ? bytes.length + place : place] ^= 1;
        String tampered = Base64.getEncoder().encodeToString(bytes);

        assertRefused(() -> cipher.decrypt("one", tampered));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "no base64 at all"})
    void what_is_no_payload_is_refused(String payload) {
        assertRefused(() -> cipher.decrypt("one", payload));
    }

    @Test
    void a_plan_without_a_payload_is_refused() {
        assertRefused(() -> cipher.decrypt("one", null));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        assertThatThrownBy(reading).isInstanceOf(IllegalStateException.class).hasMessageNotContaining("hünter2");
    }
}
