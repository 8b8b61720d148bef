package io.sequinmcp.gateway;

import io.sequinmcp.audit.Entry;
import io.sequinmcp.connectors.Accounts;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.sequin.Account;
import io.sequinmcp.sequin.MaskedArguments;
import io.sequinmcp.sequin.Secret;
import io.sequinmcp.sequin.SecretVault;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Takes the secrets out of what the audit keeps of calls: those that are called so, and those this service knows. */
@Singleton
class Masking {
    private final Accounts accounts;
    private final SecretVault vault;

    Masking(Accounts accounts, SecretVault vault) {
        this.accounts = accounts;
        this.vault = vault;
    }

    /** The arguments of a call, however they were sent. */
    String arguments(Connector connector, Object sent) {
        Map<String, Object> object = sent instanceof JsonObject arguments ? arguments.getMap() : Map.of("sent", sent);
        return object.isEmpty() ? "{}" : MaskedArguments.of(object, known(), Entry.Act.LONGEST_ARGUMENTS);
    }

    String text(String text) {
        return MaskedArguments.text(text, known());
    }

    private Set<String> known() {
        Set<String> known = new HashSet<>();
        for (Secret secret : vault.known()) {
            known.add(secret.value());
        }
        for (String name : accounts.names()) {
            accounts.named(name).map(Account::apiToken).ifPresent(known::add);
        }
        return known;
    }
}
