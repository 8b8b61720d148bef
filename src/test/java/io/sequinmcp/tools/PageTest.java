package io.sequinmcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Pages of a list that comes whole. */
class PageTest {
    @Test
    void one_page_is_sorted_and_needs_no_cursor() {
        Page<String> page = Page.byName(List.of("b", "c", "a"), Function.identity(), 3, null);

        assertThat(page.items()).containsExactly("a", "b", "c");
        assertThat(page.nextCursor()).isNull();
        assertThat(page.total()).isEqualTo(3);
    }

    @Test
    void a_cursor_goes_on_after_an_entry_that_is_gone() {
        Page<String> page = Page.byName(List.of("a", "c", "d"), Function.identity(), 1, "b");

        assertThat(page.items()).containsExactly("c");
        assertThat(page.nextCursor()).isEqualTo("c");
        assertThat(page.total()).isEqualTo(3);
    }

    @Test
    void a_cursor_past_the_end_gives_an_empty_last_page() {
        Page<String> page = Page.byName(List.of("a"), Function.identity(), 10, "z");

        assertThat(page.items()).isEmpty();
        assertThat(page.nextCursor()).isNull();
    }

    @Property(tries = 200)
    void following_the_cursors_shows_everything_once(
            @ForAll Set<@AlphaChars @StringLength(min = 1, max = 5) String> names,
            @ForAll @IntRange(min = 1, max = 7) int limit) {
        List<String> all = List.copyOf(names);
        List<String> seen = new ArrayList<>();

        String cursor = null;
        do {
            Page<String> page = Page.byName(all, Function.identity(), limit, cursor);
            seen.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(seen).containsExactlyElementsOf(names.stream().sorted().toList());
    }
}
