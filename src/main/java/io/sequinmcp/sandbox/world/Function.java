package io.sequinmcp.sandbox.world;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of the account. Made and changed by YAML only.
 *
 * @param type {@code transform}, {@code path}, {@code filter}, {@code routing} or {@code enrichment}
 * @param source its code, or the path of a path function
 * @param sinkType the destination type a routing function is for
 */
public record Function(
        String id, String name, @Nullable String description, String type, String source, @Nullable String sinkType)
        implements Named, Serializable {}
