package io.sequinmcp.sequin;

/**
 * One account as one call may use it: within a {@link Reach}. Cheap to make, one per call; get it from {@link Sequins}.
 * All that fails, fails with a {@link SequinException}.
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

    public Sinks sinks() {
        return new Sinks();
    }

    public Backfills backfills() {
        return new Backfills();
    }

    public Streams streams() {
        return new Streams();
    }

    public Databases databases() {
        return new Databases();
    }

    public HttpEndpoints httpEndpoints() {
        return new HttpEndpoints();
    }

    public Removals removals() {
        return new Removals();
    }

    public Configuration configuration() {
        return new Configuration();
    }

    public Replications replications() {
        return new Replications();
    }

    public ApiKeys apiKeys() {
        return new ApiKeys();
    }

    public Server server() {
        return new Server();
    }
}
