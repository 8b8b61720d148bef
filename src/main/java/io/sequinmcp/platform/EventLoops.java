package io.sequinmcp.platform;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.smallrye.common.cpu.ProcessorInfo;
import io.vertx.core.VertxOptions;
import jakarta.inject.Singleton;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Has no more event loops than processors, where Quarkus has two at least. On one processor, the second would take
 * calls whose connection to Sequin is the first one's: each piece of request and answer then goes from one to the
 * other, and such a call takes twice the processor.
 */
@Singleton
final class EventLoops implements VertxOptionsCustomizer {
    private final OptionalInt asked;

    EventLoops(@ConfigProperty(name = "quarkus.vertx.event-loops-pool-size") OptionalInt asked) {
        this.asked = asked;
    }

    @Override
    public void accept(VertxOptions options) {
        if (asked.isEmpty()) {
            options.setEventLoopPoolSize(Math.min(options.getEventLoopPoolSize(), ProcessorInfo.availableProcessors()));
        }
    }
}
