package io.sequinmcp.sequin;

/**
 * One account as one call may use it: within a {@link Reach}. Cheap to make, one per call; get it from {@link Sequins}.
 */
public final class Sequin {
    private final Account account;
    private final Reach reach;

    Sequin(Account account, Reach reach) {
        this.account = account;
        this.reach = reach;
    }

    public Account account() {
        return account;
    }

    public Reach reach() {
        return reach;
    }
}
