package io.sequinmcp.sequin;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/**
 * The health check names no type for its JSON (recording 1). Only where that is asked for: a client that looks at its
 * answers hands each of them to another thread first.
 */
final class HealthType implements ClientResponseFilter {
    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        if (response.hasEntity() && response.getHeaderString(HttpHeaders.CONTENT_TYPE) == null) {
            response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        }
    }
}
