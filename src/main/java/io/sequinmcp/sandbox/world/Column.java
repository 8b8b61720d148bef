package io.sequinmcp.sandbox.world;

/** A column of a simulated table. */
public record Column(String name, String type) {}
