/** Holds the description of Sequin's API, and the client generated from it, against what a real Sequin answered. */
@NullMarked
package io.sequinmcp.contract;

import org.jspecify.annotations.NullMarked;
