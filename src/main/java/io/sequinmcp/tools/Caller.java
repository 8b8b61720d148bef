package io.sequinmcp.tools;

import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Reach;
import java.util.List;

/** Who is calling, as a tool needs to know it. Implemented by the door; every value is of the current call. */
public interface Caller {
    /** The id of the connector: deliveries and plans belong to it. */
    String connector();

    /** The account the connector is for. */
    String account();

    /** The part of the account it may see and change. */
    Reach reach();

    /** Whether the connector has this tool, so that an answer never advises what it cannot do. */
    boolean has(String tool);

    /** Those of the steps whose tool the connector has, in the same order. */
    default List<NextStep> offered(NextStep... steps) {
        return List.of(steps).stream().filter(step -> has(step.tool())).toList();
    }
}
