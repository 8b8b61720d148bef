package io.sequinmcp.connectors.api;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.sequinmcp.audit.RequestId;
import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.connectors.StaleRegistryException;
import io.sequinmcp.store.StoreException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what goes wrong behind the admin API into an {@link ApiProblem}. */
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final int STORE_RETRY_SECONDS = 5;

    @ServerExceptionMapper
    Response refused(AdminRefusal refusal) {
        int status =
                switch (refusal.reason()) {
                    case INVALID -> 400;
                    case NOT_FOUND -> 404;
                    case CONFLICT, DECLARED -> 409;
                    case CHANGED -> 412;
                    case UNCONDITIONAL -> 428;
                };
        return answer(ApiProblem.of(status, String.valueOf(refusal.getMessage()), refusal.errors()));
    }

    /** The {@link ApiDoor} lets nobody in without a token; this is for whatever should get past it. */
    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException e) {
        return answer(ApiProblem.of(401, "A token is needed, as Authorization: Bearer …."));
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return answer(
                ApiProblem.of(403, "Your role does not allow this; ask an admin for a caller token of another role."));
    }

    @ServerExceptionMapper({StoreException.class, StaleRegistryException.class})
    Response storeDown(RuntimeException e, RoutingContext exchange) {
        LOG.errorf("The store failed under the admin API, request %s: %s", RequestId.of(exchange), e.getMessage());
        return Response.fromResponse(answer(ApiProblem.of(503, "The store does not answer; try again.")))
                .header("Retry-After", STORE_RETRY_SECONDS)
                .build();
    }

    @ServerExceptionMapper
    Response refusedByFramework(WebApplicationException e, RoutingContext exchange) {
        int status = e.getResponse().getStatus();
        if (status >= 500) {
            return failed(e, exchange);
        }
        String detail =
                switch (status) {
                    case 404 -> "There is nothing at this path.";
                    case 405 -> "This path does not take that method.";
                    case 415 -> "Send JSON, with Content-Type: application/json.";
                    default -> "The request can't be read: it must be JSON.";
                };
        return answer(ApiProblem.of(status, detail));
    }

    @ServerExceptionMapper
    Response failed(Throwable e, RoutingContext exchange) {
        String id = RequestId.of(exchange);
        LOG.errorf(e, "The admin API failed, request %s", id);
        return answer(ApiProblem.of(500, "The service failed; its log says why, under " + id + "."));
    }

    private static Response answer(ApiProblem problem) {
        return Response.status(problem.status())
                .type(ApiProblem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
