package bench;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

@RegisterRestClient(configKey = "upstream")
@ClientHeaderParam(name = "Authorization", value = "Bearer ${bench.token}")
@Path("/api/sinks")
public interface Upstream {
    @GET
    @Path("/{sink}")
    Uni<String> sink(String sink);

    @GET
    Uni<String> sinks();
}
