package io.sequinmcp.sandbox.world;

import java.io.Serializable;

/** A column of a simulated table. */
public record Column(String name, String type) implements Serializable {}
