package io.sequinmcp.deliveries;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the deliveries of which something is open, newest first.
 *
 * @param total how many there are in all
 * @param next what to go on after; null when these are the oldest
 */
public record OpenPage(List<OpenDelivery> deliveries, int total, @Nullable String next) {}
