/** The ledger of messages that were handed out by a stream and not yet settled. */
@NullMarked
package io.sequinmcp.deliveries;

import org.jspecify.annotations.NullMarked;
