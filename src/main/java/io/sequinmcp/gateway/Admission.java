package io.sequinmcp.gateway;

import io.sequinmcp.connectors.Connector;
import io.smallrye.common.vertx.ContextLocals;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the door found out about a request, for those who see its messages and not the request.
 *
 * @param connector who it comes from
 * @param session what that client said before, if it speaks of a session
 * @param remarks what is to be told beside the answer
 * @param trail where its calls are taken down; null for what makes none
 */
record Admission(Connector connector, Optional<Session> session, CallRemarks remarks, @Nullable CallTrail trail) {
    private static final String KEY = Admission.class.getName();

    /** Keeps it with the context of the request, which is one's own. */
    void keep() {
        ContextLocals.put(KEY, this);
    }

    /** That of the current request, before the extension changes to a context of its own. */
    static Optional<Admission> current() {
        return ContextLocals.get(KEY);
    }
}
