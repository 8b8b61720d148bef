package io.sequinmcp.connectors;

import io.sequinmcp.sequin.Account;
import io.sequinmcp.sequin.UpstreamPolicy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The accounts an operator declared, in the configuration or by {@code SEQUIN_URL} and {@code SEQUIN_API_TOKEN}. */
@Singleton
class ConfiguredAccounts implements AccountSource {
    private static final String DEFAULT = "default";

    private final List<Account> accounts = new ArrayList<>();
    private final Refusals refusals = new Refusals();
    private final UpstreamPolicy upstreams;

    ConfiguredAccounts(EnvironmentConfig environment, AccountsConfig declared, UpstreamPolicy upstreams) {
        this.upstreams = upstreams;
        declared.accounts().forEach((name, account) -> {
            String property = "sequin-mcp.accounts." + name + ".";
            add(
                    name,
                    account.url(),
                    property + "url",
                    account.apiToken(),
                    property + "api-token",
                    account.metricsUrl());
        });
        if (environment.url().isPresent() || environment.apiToken().isPresent()) {
            if (declared.accounts().containsKey(DEFAULT)) {
                refusals.add(
                        "SEQUIN_URL",
                        "is the account 'default', and sequin-mcp.accounts.default declares it again; keep one");
            } else {
                add(
                        DEFAULT,
                        environment.url(),
                        "SEQUIN_URL",
                        environment.apiToken(),
                        "SEQUIN_API_TOKEN",
                        environment.metricsUrl());
            }
        }
        refusals.raise();
    }

    private void add(
            String name,
            Optional<URI> url,
            String urlProperty,
            Optional<String> apiToken,
            String apiTokenProperty,
            Optional<URI> metricsUrl) {
        if (url.isEmpty()) {
            refusals.add(
                    urlProperty, "is not set: the base URL of the Sequin server, such as https://sequin.example.com");
        } else if (!isBaseUrl(url.get())) {
            refusals.add(
                    urlProperty,
                    "must be the base URL of the Sequin server, such as https://sequin.example.com: http or https, with a host, without /api");
        }
        url.flatMap(upstreams::complaint).ifPresent(complaint -> refusals.add(urlProperty, complaint));
        metricsUrl
                .flatMap(upstreams::complaint)
                .ifPresent(complaint -> refusals.add("the metrics URL beside " + urlProperty, complaint));
        if (apiToken.map(String::isBlank).orElse(true)) {
            refusals.add(
                    apiTokenProperty,
                    "is not set: a token of the Sequin server's API, made in its console under Settings");
        }
        if (url.isPresent() && apiToken.isPresent()) {
            accounts.add(new Account(name, url.get(), apiToken.get().strip(), metricsUrl));
        }
    }

    private static boolean isBaseUrl(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null
                && url.getUserInfo() == null
                && url.getQuery() == null
                && !path.endsWith("/api")
                && !path.endsWith("/api/");
    }

    @Override
    public Collection<Account> accounts() {
        return accounts;
    }
}
