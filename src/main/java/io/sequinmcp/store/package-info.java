/**
 * The embedded H2 or the PostgreSQL database behind the ledgers, chosen at run time. Nothing else knows of SQL
 * dialects.
 */
@NullMarked
package io.sequinmcp.store;

import org.jspecify.annotations.NullMarked;
