package io.sequinmcp.sequin;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;

/**
 * The headers that Sequin is particular about (sections 1.1 and 17).
 *
 * <ul>
 *   <li>{@code Accept: application/json} exactly, or errors before routing come as plain text; but {@code /info} is an
 *       HTML page to Sequin and answers that with 406 (recording 6).
 *   <li>{@code Content-Type: application/json} on every POST, PUT and PATCH, also without a body (recording 328).
 *   <li>The token goes to {@code /api} only; nothing else asks for it.
 * </ul>
 */
final class RequestHeaders implements ClientRequestFilter {
    private final String basePath;
    private final String authorization;

    RequestHeaders(Account account) {
        String path = account.url().getPath();
        basePath = path == null ? "" : path.replaceAll("/+$", "");
        authorization = "Bearer " + account.apiToken();
    }

    @Override
    public void filter(ClientRequestContext request) {
        String path = path(request.getUri());
        boolean info = path.equals("/info") || path.startsWith("/info/");
        request.getHeaders().putSingle(HttpHeaders.ACCEPT, info ? MediaType.WILDCARD : MediaType.APPLICATION_JSON);
        if (path.startsWith("/api/")) {
            request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, authorization);
        }
        switch (request.getMethod()) {
            case "POST", "PUT", "PATCH" ->
                request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
            default -> request.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
        }
    }

    private String path(URI uri) {
        String path = uri.getPath();
        return path.startsWith(basePath) ? path.substring(basePath.length()) : path;
    }
}
