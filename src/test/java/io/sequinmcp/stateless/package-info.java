/** What of the protocol without sessions can be tried without a server. */
@NullMarked
package io.sequinmcp.stateless;

import org.jspecify.annotations.NullMarked;
