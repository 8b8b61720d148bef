package io.sequinmcp.platform;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Where logs and traces go. The first two are read by {@link OperationSelection}, before anything is logged. */
@ConfigMapping(prefix = "sequin-mcp")
public interface OperationConfig {
    /** {@code json} or {@code text}. When not set: JSON in production, text where somebody looks. */
    Optional<String> logFormat();

    /** Where spans are sent by OTLP, such as {@code http://collector:4317}; no span is made when not set. */
    Optional<URI> otlpEndpoint();

    /** What this was built from, as whoever built the image says. */
    Optional<String> commit();
}
