/** Who is at the other end of a connection, and what to do about those who guess. */
@NullMarked
package io.sequinmcp.network;

import org.jspecify.annotations.NullMarked;
