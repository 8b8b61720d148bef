package io.sequinmcp.sequin;

import java.util.function.Consumer;

/**
 * One account as one call may use it: within a {@link Reach}, and within the time a call may take, which runs from when
 * this was made. Cheap to make, one per call; get it from {@link Sequins}. All that fails, fails with a
 * {@link SequinException}.
 */
public final class Sequin {
    private final Call call;

    Sequin(AccountClient client, Reach reach, Consumer<String> remarks) {
        this(new Call(client, reach, remarks));
    }

    private Sequin(Call call) {
        this.call = call;
    }

    /**
     * The same as if called now: its time begins anew, and nothing is known. For what goes on after a wait or a write.
     */
    public Sequin anew() {
        return new Sequin(call.anew());
    }

    public Account account() {
        return call.client().account();
    }

    public Reach reach() {
        return call.reach();
    }

    public Sinks sinks() {
        return new Sinks(call);
    }

    public Backfills backfills() {
        return new Backfills(call);
    }

    public Streams streams() {
        return new Streams(call);
    }

    public Databases databases() {
        return new Databases(call);
    }

    public HttpEndpoints httpEndpoints() {
        return new HttpEndpoints(call);
    }

    public Removals removals() {
        return new Removals(call);
    }

    public Configuration configuration() {
        return new Configuration(call);
    }

    public Replications replications() {
        return new Replications(call);
    }

    public ApiKeys apiKeys() {
        return new ApiKeys(call);
    }

    public Server server() {
        return new Server(call);
    }
}
