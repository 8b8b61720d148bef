/**
 * What Sequin does that nobody expects, and what a caller of this service gets instead: each trap is shown on the
 * sandbox by a bare HTTP call, then through a tool. {@link io.sequinmcp.traps.Trap} makes the table of the README.
 */
@NullMarked
package io.sequinmcp.traps;

import org.jspecify.annotations.NullMarked;
