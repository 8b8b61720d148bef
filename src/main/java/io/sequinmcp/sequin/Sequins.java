package io.sequinmcp.sequin;

import jakarta.enterprise.context.ApplicationScoped;

/** Opens accounts. Keeps one client, with its connections and its guards, per account. */
@ApplicationScoped
public class Sequins {

    public Sequin open(Account account, Reach reach) {
        return new Sequin(account, reach);
    }
}
