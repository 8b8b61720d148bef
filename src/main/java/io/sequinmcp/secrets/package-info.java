/**
 * Where the operator's secrets come from: the configuration, mounted files, and the store, which keeps those made here.
 * Implements the port of {@code sequin}, which knows where each may go; uses {@code store} and {@code keys}.
 */
@NullMarked
package io.sequinmcp.secrets;

import org.jspecify.annotations.NullMarked;
