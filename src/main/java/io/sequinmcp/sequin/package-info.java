/**
 * Everything this program knows of Sequin: the facade over the generated client, domain records, the rules that guard
 * against its traps, its errors and rate limits. Knows nothing of MCP and imports nothing else of ours.
 */
@NullMarked
package io.sequinmcp.sequin;

import org.jspecify.annotations.NullMarked;
