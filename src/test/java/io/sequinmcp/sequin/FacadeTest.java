package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/**
 * What the tests of the facade share: a stub of Sequin and a way to it. Needs a running application, as the client
 * does.
 */
abstract class FacadeTest {
    static final Duration LONG = Duration.ofSeconds(30);

    final StubSequin stub = new StubSequin();
    final TestVault vault = new TestVault();
    final MeterRegistry meters = new SimpleMeterRegistry();
    private Sequins sequins = new Sequins(TestConfig.quick(), vault, Clock.systemUTC(), meters);

    /** Another configuration for this test. */
    void configure(String... overrides) {
        sequins.close();
        sequins = new Sequins(TestConfig.quick(overrides), vault, Clock.systemUTC(), meters);
    }

    /** Another clock for this test. */
    void by(Clock clock) {
        sequins.close();
        sequins = new Sequins(TestConfig.quick(), vault, clock, meters);
    }

    Sequin sequin() {
        return sequin(Reach.EVERYTHING);
    }

    Sequin sequin(Reach reach) {
        return sequins.open(stub.account(), reach);
    }

    Sequins sequins() {
        return sequins;
    }

    static <T> T got(Uni<T> uni) {
        return uni.await().atMost(LONG);
    }

    static Problem refused(Uni<?> uni) {
        return catchThrowableOfType(SequinException.class, () -> got(uni)).problem();
    }

    @AfterEach
    void close() {
        sequins.close();
        stub.close();
    }
}
