package io.sequinmcp.tools.diagnosis;

import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.tools.Answer;
import io.sequinmcp.tools.Choice;
import org.jspecify.annotations.Nullable;

/**
 * One thing a diagnosis found.
 *
 * @param finding what it is and what it means, one to three sentences
 * @param evidence where it was seen, in Sequin's words if there are any
 * @param next the call that helps
 */
@Answer
public record Finding(Severity severity, String finding, String evidence, @Nullable NextStep next) {

    /** From what stops messages to what is only worth knowing. */
    public enum Severity implements Choice {
        ERROR,
        WARNING,
        INFO
    }

    static Finding error(String finding, String evidence, @Nullable NextStep next) {
        return new Finding(Severity.ERROR, finding, evidence, next);
    }

    static Finding warning(String finding, String evidence, @Nullable NextStep next) {
        return new Finding(Severity.WARNING, finding, evidence, next);
    }

    static Finding info(String finding, String evidence, @Nullable NextStep next) {
        return new Finding(Severity.INFO, finding, evidence, next);
    }

    /** The same without a call that the connector has no right to. */
    public Finding without(boolean nextIsOffered) {
        return nextIsOffered ? this : new Finding(severity, finding, evidence, null);
    }
}
