/** Sequin's HTTP API on the simulated world, one class per resource. */
@NullMarked
package io.sequinmcp.sandbox.api;

import org.jspecify.annotations.NullMarked;
