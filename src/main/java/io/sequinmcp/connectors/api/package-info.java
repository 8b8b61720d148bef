/**
 * The admin API, {@code /api/v1}: accounts, connectors and caller tokens, for people and programs that run this
 * service.
 */
@NullMarked
package io.sequinmcp.connectors.api;

import org.jspecify.annotations.NullMarked;
