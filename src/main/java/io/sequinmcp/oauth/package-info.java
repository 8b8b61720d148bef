/**
 * Agents that come with an access token of an authorization server, in place of the token of a connector. Off unless
 * configured. Knows what a token grants; the door asks.
 */
@NullMarked
package io.sequinmcp.oauth;

import org.jspecify.annotations.NullMarked;
