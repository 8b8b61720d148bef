package io.sequinmcp.sandbox.world;

import java.io.Serializable;
import java.time.Instant;

/** The one account of a self-hosted Sequin. */
public record Account(String id, String name, Instant insertedAt) implements Serializable {}
