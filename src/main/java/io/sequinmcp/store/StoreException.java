package io.sequinmcp.store;

/** The store did not do its work: it is down, or full, or a statement failed. Its message is for the log only. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(Throwable cause) {
        super("The store failed: " + cause.getMessage(), cause);
    }
}
