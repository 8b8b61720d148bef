/** The secret of this service, what is derived from it, and the files it keeps for itself. */
@NullMarked
package io.sequinmcp.keys;

import org.jspecify.annotations.NullMarked;
