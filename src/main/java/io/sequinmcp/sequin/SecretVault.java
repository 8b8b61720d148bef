package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Where the secrets of the operator come from, and where those made here are kept. */
public interface SecretVault {
    /** As they were read last; never waits. */
    List<Secret> known();

    /** Reads anew what may have changed since: mounted files, and what other replicas have kept. */
    Uni<List<Secret>> current();

    /**
     * Keeps a secret that was made here, encrypted. It can be used once the operator binds its name.
     *
     * @param name see {@link Secret#isName}
     * @param owner what it is of, such as an API key of an account
     * @return whether it was kept; false if there is one of that name
     */
    Uni<Boolean> keep(String name, String value, String owner);

    /** Drops a secret that was kept. */
    Uni<Void> forget(String name);

    /** Drops what was kept for something that is no more. */
    Uni<Void> forgetAllOf(String owner);
}
