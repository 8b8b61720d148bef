package io.sequinmcp.tools;

import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Removal;
import io.sequinmcp.sequin.ResourceKind;
import io.sequinmcp.sequin.Sequin;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/** What has a tool that deletes it. */
public enum Deletable implements Choice {
    DATABASE(ResourceKind.DATABASE, "database_id_or_name"),
    SINK(ResourceKind.SINK, "sink_id_or_name"),
    HTTP_ENDPOINT(ResourceKind.HTTP_ENDPOINT, "http_endpoint_id_or_name"),
    REPLICATION(ResourceKind.REPLICATION, "id"),
    API_KEY(ResourceKind.API_KEY, "id");

    private final ResourceKind kind;
    private final String parameter;

    Deletable(ResourceKind kind, String parameter) {
        this.kind = kind;
        this.parameter = parameter;
    }

    ResourceKind kind() {
        return kind;
    }

    /** The tool that deletes one, which is also what a plan of that is called. */
    String tool() {
        return "delete_" + word();
    }

    /** The call that deletes what was planned. */
    NextStep next(Removal removal, String planId) {
        String which = parameter.equals("id") ? removal.id() : removal.name();
        return new NextStep(tool(), Map.of(parameter, which, "plan_id", planId));
    }

    Uni<Void> delete(Sequin sequin, String id) {
        return switch (this) {
            case DATABASE -> sequin.databases().delete(id);
            case SINK -> sequin.sinks().delete(id);
            case HTTP_ENDPOINT -> sequin.httpEndpoints().delete(id);
            case REPLICATION -> sequin.replications().delete(id);
            case API_KEY -> sequin.apiKeys().delete(id);
        };
    }
}
