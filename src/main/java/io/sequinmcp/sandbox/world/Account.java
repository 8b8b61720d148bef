package io.sequinmcp.sandbox.world;

import java.time.Instant;

/** The one account of a self-hosted Sequin and its first user. */
public record Account(String id, String name, String userId, String userEmail, Instant insertedAt) {}
