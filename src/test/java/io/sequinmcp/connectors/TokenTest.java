package io.sequinmcp.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What has the form of a connector's token, and what of it is shown. */
class TokenTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @Test
    void none_is_no_token() {
        assertThat(Token.parse(null)).isEmpty();
        assertThat(Token.parse("")).isEmpty();
        assertThat(Token.parse("smct_" + "A".repeat(43))).as("a caller token").isEmpty();
    }

    @Test
    void one_that_is_made_has_the_form() {
        String made = Token.random(new SecureRandom()).reveal();

        assertThat(Token.parse(made).orElseThrow().reveal()).isEqualTo(made);
    }

    @Property(tries = 300)
    void whatever_has_the_form_is_one_and_is_shown_to_nobody(@ForAll("tokens") String text) {
        Token token = Token.parse(text).orElseThrow();

        assertThat(token.reveal()).isEqualTo(text);
        assertThat(token.toString()).isEqualTo("smcp_…");
        assertThat(token.hash().toString()).doesNotContain(token.hash().hex()).doesNotContain(text);
        assertThat(TokenHash.parse(token.hash().hex())).contains(token.hash());
    }

    @Property(tries = 1000)
    void nothing_else_is_one(@ForAll String text) {
        assertThat(Token.parse(text).isPresent()).isEqualTo(text.matches("smcp_[A-Za-z0-9_-]{43}"));
    }

    @Property(tries = 300)
    void one_character_more_less_or_other_is_none(
            @ForAll("tokens") String text, @ForAll @IntRange(max = 47) int place, @ForAll("strangers") char stranger) {
        String before = text.substring(0, place);
        String after = text.substring(place + 1);

        assertThat(Token.parse(before + after)).isEmpty();
        assertThat(Token.parse(before + stranger + after)).isEmpty();
        assertThat(Token.parse(text + stranger)).isEmpty();
        assertThat(Token.parse(stranger + text)).isEmpty();
        assertThat(Token.parse(text + "A")).isEmpty();
    }

    @Property(tries = 300)
    void the_hash_tells_two_apart(@ForAll("tokens") String one, @ForAll("tokens") String other) {
        TokenHash hash = Token.parse(one).orElseThrow().hash();

        assertThat(hash.equals(Token.parse(other).orElseThrow().hash())).isEqualTo(one.equals(other));
    }

    @Provide
    Arbitrary<String> tokens() {
        return Combinators.combine(
                        Arbitraries.just(Token.PREFIX),
                        Arbitraries.strings().withChars(ALPHABET).ofLength(43))
                .as(String::concat);
    }

    /** What is in no token: line ends, blanks, what only looks like a letter. */
    @Provide
    Arbitrary<Character> strangers() {
        return Arbitraries.of('\n', '\r', ' ', '\0', '/', '+', '=', '.', '%', 'é', 'А', '０', '\u200b');
    }
}
