package io.sequinmcp.deliveries;

import io.sequinmcp.sequin.Consumer;

/**
 * Who messages are handed to, and from which stream.
 *
 * @param connector the id of the connector; what one was given, no other can settle
 * @param account the name of the account
 * @param stream kept by its id, so that a delivery outlives a new name
 */
public record Recipient(String connector, String account, Consumer stream) {}
