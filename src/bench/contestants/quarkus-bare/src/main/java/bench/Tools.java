package bench;

import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Passes through what the upstream answers. */
@Singleton
public class Tools {
    private final Upstream upstream;

    Tools(@RestClient Upstream upstream) {
        this.upstream = upstream;
    }

    @Tool(name = "get_sink", description = "Shows a sink")
    Uni<String> getSink(@ToolArg(name = "sink_id_or_name") String sink) {
        return upstream.sink(sink);
    }

    @Tool(name = "list_sinks", description = "Lists the sinks")
    Uni<String> listSinks() {
        return upstream.sinks();
    }
}
