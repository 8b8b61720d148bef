/**
 * What the sandbox simulates: Postgres servers and their changing rows, and Sequin's own records about them. Knows
 * nothing of HTTP.
 */
@NullMarked
package io.sequinmcp.sandbox.world;

import org.jspecify.annotations.NullMarked;
