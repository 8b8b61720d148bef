package io.sequinmcp.tools;

import io.quarkiverse.mcp.server.Elicitation;
import io.quarkiverse.mcp.server.ElicitationRequest.StringSchema;
import io.quarkiverse.mcp.server.ElicitationResponse;
import io.sequinmcp.plans.Plan;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Problem;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Asks the human in front of the agent to type a name, where the client can ask. A client that can't needs nothing more
 * than the plan. Never asks for a secret. Refused or left unanswered, the plan stays good.
 */
@Singleton
class Confirmation {
    static final String FIELD = "name";

    /** Most clients give up on a call by then, or soon after. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int LONGEST_NAME = 255;

    private final Caller caller;

    Confirmation(Caller caller) {
        this.caller = caller;
    }

    /** Whether there is a human to ask: the client said so, and its answer gets to this replica. */
    boolean isPossible(Elicitation elicitation) {
        return caller.hearsAnswers() && elicitation.isFormModeSupported();
    }

    /**
     * Goes on when the human typed the name; fails with FORBIDDEN when not.
     *
     * @param question what would be done, and what cannot be undone
     * @param again the call to make after all, while the plan is good
     */
    Uni<Void> ask(Elicitation elicitation, String question, String name, Plan plan, NextStep again) {
        return elicitation
                .requestBuilder()
                .setMessage(question + " Type " + name + " to confirm.")
                .addSchemaProperty(
                        FIELD, new StringSchema("Name", "Type " + name + " to confirm", LONGEST_NAME, 1, null, true))
                .setTimeout(PATIENCE)
                .build()
                .send()
                .onFailure(TimeoutException.class)
                .transform(late -> refused("The user did not answer within two minutes.", plan, again))
                .invoke(answer -> check(answer, name, plan, again))
                .replaceWithVoid();
    }

    private static void check(ElicitationResponse answer, String name, Plan plan, NextStep again) {
        switch (answer.action()) {
            case ACCEPT -> {
                String typed =
                        answer.content() == null ? null : answer.content().getString(FIELD);
                if (typed == null || !typed.strip().equals(name)) {
                    throw refused("The user typed another name than " + name + ".", plan, again);
                }
            }
            case DECLINE -> throw refused("The user declined.", plan, again);
            case CANCEL -> throw refused("The user closed the question without an answer.", plan, again);
        }
    }

    private static RuntimeException refused(String why, Plan plan, NextStep again) {
        return Problem.of(
                        Problem.Code.FORBIDDEN,
                        why + " Nothing was done. The plan is still good until " + plan.expiresAt()
                                + "; call again only if the user wants it.")
                .next(again)
                .toException();
    }
}
