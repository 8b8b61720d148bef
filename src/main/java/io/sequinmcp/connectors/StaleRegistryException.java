package io.sequinmcp.connectors;

/** The store can't be asked who may come in, and what was known is too old to go by. */
public final class StaleRegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleRegistryException() {
        super("It can't be told who may come in: the store does not answer", null, false, false);
    }
}
