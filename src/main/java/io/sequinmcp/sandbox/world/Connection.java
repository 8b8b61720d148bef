package io.sequinmcp.sandbox.world;

/** How an attempt to connect to Postgres ended. */
public sealed interface Connection {
    record Open(Catalog catalog) implements Connection {}

    /** Nobody listens. {@code code} is the operating system's. */
    record Unreachable(String code, String message) implements Connection {}

    /** Postgres said no. {@code code} is the name of Postgres's condition. */
    record Denied(String code, String message) implements Connection {}

    /** TLS asked of a server without it: Sequin's driver fails without a Postgres code. */
    record Broken() implements Connection {}
}
