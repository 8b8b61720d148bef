package io.sequinmcp.stateless;

import io.sequinmcp.keys.ServerKey;
import io.sequinmcp.keys.Signatures;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/**
 * Signs what clients keep between a question and its answer, and takes back only what was signed for that request of
 * that principal, for as long as a plan is good. That it is used once only is not ensured here: what a confirmation is
 * for, a plan, is used up.
 */
@Singleton
class RequestStates {
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);

    private final Signatures signatures;
    private final Clock clock;

    RequestStates(ServerKey serverKey, Clock clock) {
        this.signatures = new Signatures(serverKey, "request-state");
        this.clock = clock;
    }

    String write(String principal, String request, JsonObject questions, JsonObject answers) {
        long expiresAt = clock.instant().plus(GOOD_FOR).getEpochSecond();
        return signatures.sign(new RequestState(principal, request, questions, answers, expiresAt).write());
    }

    /** @throws Refusal if it is not one of ours, for that request of that principal, or too old */
    RequestState read(String text, String principal, String request) {
        return signatures
                .read(text)
                .map(RequestState::read)
                .filter(state -> state.principal().equals(principal)
                        && state.request().equals(request)
                        && clock.instant().getEpochSecond() < state.expiresAt())
                .orElseThrow(
                        () -> Refusal.invalidParams(
                                "This requestState is not of this request, or is older than ten minutes. Make the request anew, without it"));
    }
}
