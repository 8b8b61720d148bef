/**
 * Workflows that a user picks: each arrives with the facts it starts from, read at that moment, and names what leads on
 * among the tools that the connector has. May use what tools use. Every one is a method of a
 * {@link io.sequinmcp.tools.Guarded} class that names the tools whose {@link io.sequinmcp.tools.FactsOf facts} it
 * shows.
 */
@NullMarked
package io.sequinmcp.prompts;

import org.jspecify.annotations.NullMarked;
