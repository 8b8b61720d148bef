/**
 * An embedded stand-in for Sequin that answers as the recorded real one does. Reached over HTTP only; imported by
 * nobody.
 */
@NullMarked
package io.sequinmcp.sandbox;

import org.jspecify.annotations.NullMarked;
