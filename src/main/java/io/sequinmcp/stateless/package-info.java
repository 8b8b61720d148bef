/**
 * MCP 2026-07-28, which knows no sessions, on top of an MCP extension that speaks up to 2025-11-25: a transport of its
 * own beside the extension's, at the same URL. Tools are the same and don't know which is spoken. Knows nothing of
 * connectors. To be removed when the extension speaks this version itself; what the door then has to give up is what it
 * imports from here.
 */
@NullMarked
package io.sequinmcp.stateless;

import org.jspecify.annotations.NullMarked;
