/** How Sequin's web layer behaves before and after a handler: order of checks, negotiation, error shapes. */
@NullMarked
package io.sequinmcp.sandbox.wire;

import org.jspecify.annotations.NullMarked;
