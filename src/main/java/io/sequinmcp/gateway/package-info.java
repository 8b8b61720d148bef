/**
 * The door: from the token of a request to a connector's identity, what that identity sees and may call, and how errors
 * leave. Implements the ports of {@code tools} and {@code connectors}; imported by nobody.
 */
@NullMarked
package io.sequinmcp.gateway;

import org.jspecify.annotations.NullMarked;
