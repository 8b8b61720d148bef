package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Sequin's page for Prometheus, which has a port of its own and no token. */
@Path("")
public interface MetricsApi {
    @GET
    @Produces("text/plain")
    Uni<String> metrics();
}
