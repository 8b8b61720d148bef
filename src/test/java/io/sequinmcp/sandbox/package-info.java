/**
 * Holds the sandbox against the recordings of a real Sequin, and tries its stateful behaviour with a clock of its own.
 */
package io.sequinmcp.sandbox;
