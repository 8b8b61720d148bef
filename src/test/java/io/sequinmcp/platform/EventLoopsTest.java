package io.sequinmcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.common.cpu.ProcessorInfo;
import io.vertx.core.VertxOptions;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How many event loops there are. */
class EventLoopsTest {
    private static int loops(OptionalInt asked, int before) {
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(before);
        new EventLoops(asked).accept(options);
        return options.getEventLoopPoolSize();
    }

    @Test
    void there_are_no_more_than_processors() {
        int processors = ProcessorInfo.availableProcessors();

        assertThat(loops(OptionalInt.empty(), processors + 1)).isEqualTo(processors);
        assertThat(loops(OptionalInt.empty(), 1)).isEqualTo(1);
    }

    @Test
    void whoever_asks_for_a_number_has_it() {
        int many = ProcessorInfo.availableProcessors() + 3;

        assertThat(loops(OptionalInt.of(many), many)).isEqualTo(many);
    }
}
