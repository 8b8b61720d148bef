package io.sequinmcp.sandbox.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, before anything was checked.
 *
 * @param method in upper case
 * @param path without the query, still percent-encoded
 * @param query the last value of each query parameter
 * @param authorization every Authorization header, in order
 */
public record Request(
        String method,
        String path,
        Map<String, String> query,
        List<String> authorization,
        @Nullable String accept,
        @Nullable String contentType,
        String body) {}
