/** Accounts, connectors and scopes: who may come in, and what for. Knows nothing of tools. */
@NullMarked
package io.sequinmcp.connectors;

import org.jspecify.annotations.NullMarked;
