package io.sequinmcp.secrets;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.sequinmcp.secrets.SecretsConfig.SecretConfig;
import io.sequinmcp.sequin.Secret;
import io.sequinmcp.sequin.SecretVault;
import io.sequinmcp.store.CallerContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The secrets that the operator declared, with their values as they are now. */
@Singleton
class OperatorSecrets implements SecretVault {
    private static final Logger LOG = Logger.getLogger(OperatorSecrets.class);
    private static final long LARGEST = 64L * 1024;

    private final Map<String, SecretConfig> declared = new TreeMap<>();
    private final Optional<Path> directory;
    private final StoredSecrets stored;
    private volatile List<Secret> known = List.of();

    OperatorSecrets(SecretsConfig config, SecretFilesConfig files, StoredSecrets stored) {
        this.directory = files.secretDir();
        this.stored = stored;
        List<String> refusals = new ArrayList<>();
        config.secrets().forEach((name, secret) -> check(name, secret, refusals));
        if (!refusals.isEmpty()) {
            throw new ConfigurationException("The configuration is refused:\n  " + String.join("\n  ", refusals));
        }
    }

    private void check(String written, SecretConfig secret, List<String> refusals) {
        String property = "sequin-mcp.secrets." + written;
        String name = Secret.nameOf(written);
        if (!Secret.isName(name)) {
            refusals.add(property + " is no name: letters, digits and hyphens, at most 63");
        } else if (declared.put(name, secret) != null) {
            refusals.add(
                    property + " is declared twice: capitals, hyphens, underscores and dots don't tell names apart");
        }
        if (secret.value().isPresent() && secret.file().isPresent()) {
            refusals.add(property + " has a value and a file; keep one");
        }
        secret.value()
                .filter(value -> value.length() < Secret.SHORTEST)
                .ifPresent(value ->
                        refusals.add(property + ".value is too short: at least " + Secret.SHORTEST + " characters"));
        bindings(property + ".fields", secret.fields(), refusals).stream()
                .filter(field -> !Secret.isField(field))
                .forEach(
                        field -> refusals.add(
                                property + ".fields: " + field
                                        + " is no field; such as destination.password, database.password, encrypted_headers.Authorization or destination.*"));
        bindings(property + ".hosts", secret.hosts(), refusals).stream()
                .filter(host -> !Secret.isHost(host))
                .forEach(host -> refusals.add(
                        property + ".hosts: " + host + " is no host; such as kafka.example.com:9092 or *.example.com"));
    }

    private static List<String> bindings(String property, Optional<List<String>> bound, List<String> refusals) {
        if (bound.map(List::isEmpty).orElse(true)) {
            refusals.add(property + " is not set; a secret is bound to where it may be used");
        }
        return bound.orElse(List.of());
    }

    /** Says at the start which of them can't be used, and refuses what is wrong with the configuration. */
    void load(@Observes StartupEvent start) {
        read();
        List<String> missing = new ArrayList<>(declared.keySet());
        known.forEach(secret -> missing.remove(secret.name()));
        if (!missing.isEmpty()) {
            LOG.warnf(
                    "Secrets without a value, which can't be used until they have one: %s", String.join(", ", missing));
        }
    }

    @Override
    public List<Secret> known() {
        return known;
    }

    @Override
    public Uni<List<Secret>> current() {
        return onWorker(() -> {
            read();
            return known;
        });
    }

    @Override
    public Uni<Boolean> keep(String name, String value, String owner) {
        SecretConfig config = declared.get(name);
        if (config != null && fixed(name, config) != null) {
            return Uni.createFrom().item(false);
        }
        return onWorker(() -> {
            boolean kept = stored.keep(name, value, owner);
            read();
            return kept;
        });
    }

    @Override
    public Uni<Void> forget(String name) {
        return onWorker(() -> {
                    stored.forget(name);
                    read();
                    return true;
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> forgetAllOf(String owner) {
        return onWorker(() -> {
                    stored.forgetAllOf(owner);
                    read();
                    return true;
                })
                .replaceWithVoid();
    }

    private void read() {
        Map<String, String> made = stored.all();
        List<Secret> secrets = new ArrayList<>();
        declared.forEach((name, config) -> {
            String fixed = fixed(name, config);
            String value = fixed == null ? made.get(name) : fixed;
            if (value != null && value.length() < Secret.SHORTEST) {
                LOG.errorf("The secret %s is not used: it has less than %d characters", name, Secret.SHORTEST);
            } else if (value != null) {
                secrets.add(bound(name, value, config));
            }
        });
        // Nobody may refer to one that is not declared, but its value is kept out of answers all the same
        made.forEach((name, value) -> {
            if (!declared.containsKey(name)) {
                secrets.add(new Secret(name, value, Set.of(), List.of(), List.of()));
            }
        });
        known = List.copyOf(secrets);
    }

    private static Secret bound(String name, String value, SecretConfig config) {
        return new Secret(
                name,
                value,
                Set.copyOf(config.accounts().orElse(List.of())),
                config.fields().orElse(List.of()),
                config.hosts().orElse(List.of()));
    }

    /** What the operator gave it, here or in a file. */
    private @Nullable String fixed(String name, SecretConfig config) {
        return config.value().orElseGet(() -> config.file()
                .or(() -> directory.map(mounted -> mounted.resolve(name)).filter(Files::isRegularFile))
                .map(file -> content(name, file))
                .orElse(null));
    }

    private static @Nullable String content(String name, Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                LOG.errorf("The secret %s is not used: %s is larger than 64 KB", name, file);
                return null;
            }
            // An editor ends a file with a line break, which is no part of a password
            return Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            LOG.errorf("The secret %s is not used: %s can't be read", name, file);
            return null;
        }
    }

    private static <T> Uni<T> onWorker(Supplier<T> work) {
        return CallerContext.back(
                () -> Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }
}
