package io.sequinmcp.sequin;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The secrets a test binds, and those that were kept. */
final class TestVault implements SecretVault {
    private final List<Secret> secrets = new ArrayList<>();
    private final Map<String, String> owners = new HashMap<>();

    TestVault bind(String name, String value, String field, String host) {
        secrets.add(new Secret(name, value, Set.of(), List.of(field), List.of(host)));
        return this;
    }

    @Override
    public List<Secret> known() {
        return List.copyOf(secrets);
    }

    @Override
    public Uni<List<Secret>> current() {
        return Uni.createFrom().item(known());
    }

    @Override
    public Uni<Boolean> keep(String name, String value, String owner) {
        boolean isNew = secrets.stream().noneMatch(secret -> secret.name().equals(name));
        if (isNew) {
            secrets.add(new Secret(name, value, Set.of(), List.of(), List.of()));
            owners.put(name, owner);
        }
        return Uni.createFrom().item(isNew);
    }

    @Override
    public Uni<Void> forget(String name) {
        secrets.removeIf(secret -> secret.name().equals(name));
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> forgetAllOf(String owner) {
        secrets.removeIf(secret -> owner.equals(owners.get(secret.name())));
        return Uni.createFrom().voidItem();
    }
}
