package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is advised when an update would erase a part of a destination. */
class WholeDestinationTest {
    private static final Sink STORED = Samples.sink(Map.of(
            "name", "s", "destination", Map.of("type", "kafka", "hosts", "h:1", "topic", "t", "compression", "none")));

    private static Problem refused(Map<String, Object> given) {
        return catchThrowableOfType(
                        SequinException.class,
                        () -> WholeDestination.check(STORED, DestinationTypes.get("kafka"), given))
                .problem();
    }

    @Test
    void the_call_is_shown_as_it_should_have_been() {
        Problem problem = refused(Map.of("type", "kafka", "hosts", "h:2", "topic", "t"));
        assertThat(problem.next()).singleElement().satisfies(step -> assertThat(String.valueOf(step.arguments()))
                .contains("h:2", "compression"));
    }

    @Test
    void a_secret_of_the_caller_is_not_repeated() {
        Problem problem = refused(Map.of("type", "kafka", "hosts", "h:2", "topic", "t", "password", "hunter2-hunter2"));
        assertThat(problem.allowed()).containsExactly("compression");
        assertThat(problem.next()).isEmpty();
        assertThat(problem.toString()).doesNotContain("hunter2");
    }
}
