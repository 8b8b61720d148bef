/** Start-up checks, health, logs and other things of the service itself. */
@NullMarked
package io.sequinmcp.platform;

import org.jspecify.annotations.NullMarked;
