package io.sequinmcp.platform;

import io.sequinmcp.platform.SequinLooks.Look;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells in the readiness of the service how each account's Sequin is, and stays up whatever that is: a node that is
 * taken out because Sequin is down could not tell agents that Sequin is down.
 */
@Readiness
@Singleton
class SequinCheck implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final SequinLooks looks;

    SequinCheck(SequinLooks looks) {
        this.looks = looks;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return looks.looks(PATIENCE).map(all -> {
            HealthCheckResponseBuilder response =
                    HealthCheckResponse.named("Sequin of each account").up();
            all.forEach(look -> response.withData(look.account(), words(look)));
            return response.build();
        });
    }

    private static String words(Look look) {
        if (look.reachable() == null) {
            return "not known yet";
        }
        if (!look.reachable()) {
            return "not reachable";
        }
        String version = look.version() == null ? "reachable" : "reachable, " + look.version();
        return look.problem() == null ? version : version + ", calls itself ill";
    }
}
