/**
 * The official MCP conformance suite, run on this server with the tools, prompts and resources that the suite asks for.
 * Those are made in the build profile {@code conformance} only; a server that is packaged has none of them.
 */
@NullMarked
package io.sequinmcp.conformance;

import org.jspecify.annotations.NullMarked;
