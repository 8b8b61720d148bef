/**
 * What can be read by address: {@code sequin://} resources, within the reach of the connector, and guides. May use what
 * tools use. Every one is a method of a {@link io.sequinmcp.tools.Guarded} class that names the tools whose
 * {@link io.sequinmcp.tools.FactsOf facts} it shows.
 */
@NullMarked
package io.sequinmcp.resources;

import org.jspecify.annotations.NullMarked;
