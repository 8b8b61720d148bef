package io.sequinmcp.sequin;

import org.jspecify.annotations.Nullable;

/**
 * Whether Sequin can reach a database, log in and find slot and publication.
 *
 * @param reason what is wrong, in Sequin's words; null when all is well
 */
public record ConnectionTest(Database database, boolean ok, @Nullable String reason) {}
