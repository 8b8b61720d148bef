package io.sequinmcp.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is encrypted at rest, and how its keys change. */
class EncryptionTest {
    private static final String OLD = "old-key-".repeat(4);
    private static final String NEW = "new-key-".repeat(4);

    private final Encryption old = new Encryption(ServerKey.of(OLD));

    @Property(tries = 200)
    void reads_what_it_wrote_and_never_shows_it(@ForAll String text) {
        String encrypted = old.encrypt(text, "here");

        assertThat(old.decrypt(encrypted, "here")).isEqualTo(text);
        assertThat(encrypted).isNotEqualTo(old.encrypt(text, "here"));
        if (text.length() > 3) {
            assertThat(encrypted).doesNotContain(text);
        }
    }

    @Test
    void a_changed_key_reads_what_the_former_one_wrote_and_writes_with_its_own() {
        String before = old.encrypt("password", "here");
        Encryption rotated = new Encryption(ServerKey.of(NEW, OLD));

        assertThat(rotated.decrypt(before, "here")).isEqualTo("password");
        assertThat(rotated.isCurrent(before)).isFalse();
        String anew = rotated.encrypt("password", "here");
        assertThat(rotated.isCurrent(anew)).isTrue();
        assertThat(new Encryption(ServerKey.of(NEW)).decrypt(anew, "here")).isEqualTo("password");
    }

    @Test
    void a_wrong_key_says_what_to_set() {
        String before = old.encrypt("password", "here");

        assertThatThrownBy(() -> new Encryption(ServerKey.of(NEW)).decrypt(before, "here"))
                .isInstanceOf(Encryption.UnreadableException.class)
                .hasMessageContaining("SEQUIN_MCP_ENCRYPTION_PREVIOUS_KEYS");
    }

    @Test
    void is_worth_nothing_elsewhere_or_once_changed() {
        String encrypted = old.encrypt("password", "here");
        byte[] changed = Base64.getDecoder().decode(encrypted);
        changed[changed.length - 1] ^= 1;

        assertThatThrownBy(() -> old.decrypt(encrypted, "there")).isInstanceOf(Encryption.UnreadableException.class);
        assertThatThrownBy(() -> old.decrypt(Base64.getEncoder().encodeToString(changed), "here"))
                .isInstanceOf(Encryption.UnreadableException.class);
        assertThatThrownBy(() -> old.decrypt("no base64!", "here")).isInstanceOf(Encryption.UnreadableException.class);
    }

    @Test
    void a_short_key_is_refused_without_being_shown() {
        assertThatThrownBy(() -> ServerKey.of(NEW, "hunter2"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SEQUIN_MCP_ENCRYPTION_PREVIOUS_KEYS")
                .hasMessageNotContaining("hunter2");
    }
}
