package io.sequinmcp.sandbox.world;

/** What is looked up by id or by name. */
public interface Named {
    String id();

    String name();
}
