package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Nothing secret goes out, and no mask goes in (section 3.4). */
class SecretsTest {
    /** As Sequin masks. */
    private static String masked(String secret) {
        int length = secret.length();
        if (length <= 5) {
            return "*".repeat(length);
        }
        if (length <= 9) {
            return secret.charAt(0) + "*".repeat(length - 2) + secret.charAt(length - 1);
        }
        return secret.substring(0, 3) + "*".repeat(Math.min(length - 4, 20)) + secret.charAt(length - 1);
    }

    @Property
    void every_mask_of_sequins_is_recognised_and_no_word(
            @ForAll @AlphaChars @StringLength(min = 1, max = 100) String secret) {
        assertThat(Secrets.isMasked(masked(secret))).isTrue();
        assertThat(Secrets.isMasked(secret)).isFalse();
    }

    @Test
    void masks_plain_secrets_wherever_they_are() {
        Map<String, Object> answer = SequinJson.map(Recording.number(122).body());

        Map<String, Object> shown = Secrets.mask(answer);

        assertThat(answer.toString()).contains("sequin-pass");
        assertThat(shown.toString()).doesNotContain("sequin-pass").contains("password=***", "username=sequin");
    }

    @Test
    void leaves_what_sequin_masked_already() {
        assertThat(Secrets.mask(Map.of("password", "seq*******s"))).isEqualTo(Map.of("password", "seq*******s"));
    }

    @Test
    void masks_headers_that_read_like_secrets() {
        Map<String, Object> shown = Secrets.mask(Map.of(
                "headers", Map.of("X-Env", "test", "Authorization", "Bearer abc", "X-Api-Key", "k"),
                "encrypted_headers", Map.of("X-Anything", "v")));

        assertThat(shown)
                .containsEntry("headers", Map.of("X-Env", "test", "Authorization", "***", "X-Api-Key", "***"))
                .containsEntry("encrypted_headers", Map.of("X-Anything", "***"));
    }

    @Test
    void masks_the_password_in_a_url() {
        assertThat(Secrets.mask(Map.of("url", "postgresql://u:p4ss@h:5432/db")))
                .containsEntry("url", "postgresql://u:***@h:5432/db");
    }

    @Test
    void refuses_a_mask_and_names_its_field() {
        assertThatThrownBy(() -> Secrets.refuseMasked(
                        Map.of("destination", Map.of("credentials", Map.of("private_key", "---*******-")))))
                .isInstanceOfSatisfying(SequinException.class, refusal -> assertThat(
                                refusal.problem().field())
                        .isEqualTo("destination.credentials.private_key"));
        assertThatThrownBy(() -> Secrets.refuseMasked(Map.of("encrypted_headers", Map.of("Authorization", "Bea***t"))))
                .isInstanceOf(SequinException.class);
        assertThatThrownBy(() -> Secrets.refuseMasked(Map.of("url", "postgresql://u:seq****s@h:5432/db")))
                .isInstanceOf(SequinException.class);
    }

    @Test
    void takes_real_secrets_and_stars_elsewhere() {
        Secrets.refuseMasked(Map.of("password", "real", "virtual_host", "*", "tables", List.of(Map.of("name", "*"))));
    }
}
