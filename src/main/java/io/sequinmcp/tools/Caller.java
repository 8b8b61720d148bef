package io.sequinmcp.tools;

import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Sequin;
import java.util.List;
import java.util.stream.Stream;

/** Who is calling, as a tool needs to know it. Implemented by the door; every value is of the current call. */
public interface Caller {
    /** The id of the connector: deliveries and plans belong to it. */
    String connector();

    /** The connector's account, within the connector's reach. */
    Sequin sequin();

    /** Whether the connector has this tool, so that an answer never advises what it cannot do. */
    boolean has(String tool);

    /** Whether the connector may delete without a plan and without a question to its user. */
    boolean deletesWithoutPlan();

    /**
     * Runs the action if the answer to this call does not reach the caller: they hung up while we worked, or while the
     * answer was written, or what the tool gave can't be brought into the form of an answer. It runs at any time until
     * the answer is out, on the event loop, and perhaps twice.
     */
    void ifUnanswered(Runnable action);

    /**
     * Whether an answer of the caller's client to a question of ours gets here: it has a session, and on this replica.
     */
    boolean hearsAnswers();

    /**
     * An answer as text, in the form in which that of a tool leaves: no larger than a client takes, without unseen
     * characters, and with what comes from Sequin marked as data.
     */
    String textOf(Object answer);

    /** The same of a YAML that comes from Sequin; the marks are comments. */
    String yamlTextOf(String yaml);

    /** Those of the steps whose tool the connector has, in the same order. */
    default List<NextStep> offered(NextStep... steps) {
        return Stream.of(steps).filter(step -> has(step.tool())).toList();
    }
}
