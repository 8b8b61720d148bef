package io.sequinmcp.connectors;

import io.sequinmcp.connectors.AccountAdmin.Settings;
import io.sequinmcp.connectors.AdminRefusal.FieldError;
import io.sequinmcp.sequin.UpstreamPolicy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an account has to be like, whether it is made, changed or imported. */
@Singleton
class AccountRules {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int LONGEST_PATTERN = 255;

    private final UpstreamPolicy upstreams;

    AccountRules(UpstreamPolicy upstreams) {
        this.upstreams = upstreams;
    }

    /** All that is wrong with a new account; empty if nothing is. */
    List<FieldError> ofNew(String name, Settings settings) {
        List<FieldError> errors = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            errors.add(new FieldError(
                    "name", "must have 1 to 63 lower-case letters, digits and hyphens, none at the ends"));
        }
        if (settings.url() == null) {
            errors.add(new FieldError("url", "is missing: the base URL of the Sequin server, without /api"));
        }
        if (settings.apiToken() == null) {
            errors.add(new FieldError("api_token", "is missing: a token of that server's API"));
        }
        errors.addAll(ofChange(settings));
        return errors;
    }

    /** All that is wrong with what is to be changed; what is null stays as it is. */
    List<FieldError> ofChange(Settings settings) {
        List<FieldError> errors = new ArrayList<>();
        if (settings.url() != null && base(settings.url()).isEmpty()) {
            errors.add(
                    new FieldError(
                            "url",
                            "must be the base URL of the Sequin server: http or https, with a host, without user, query or /api"));
        }
        if (settings.apiToken() != null
                && (settings.apiToken().isBlank() || settings.apiToken().chars().anyMatch(Character::isISOControl))) {
            errors.add(new FieldError("api_token", "must be a token, in one line"));
        }
        if (settings.metricsUrl() != null
                && !settings.metricsUrl().isBlank()
                && parsed(settings.metricsUrl()).isEmpty()) {
            errors.add(new FieldError("metrics_url", "must be an http or https URL with a host"));
        }
        if (settings.protectedNames() != null
                && settings.protectedNames().stream()
                        .anyMatch(it -> it == null || it.isBlank() || it.length() > LONGEST_PATTERN)) {
            errors.add(new FieldError("protected_names", "must be name patterns; * stands for any run of characters"));
        }
        forbidden("url", settings.url(), errors);
        forbidden("metrics_url", settings.metricsUrl(), errors);
        return errors;
    }

    private void forbidden(String field, @Nullable String url, List<FieldError> errors) {
        Optional.ofNullable(url)
                .flatMap(AccountRules::parsed)
                .flatMap(upstreams::complaint)
                .ifPresent(complaint -> errors.add(new FieldError(field, complaint)));
    }

    private static Optional<URI> base(String text) {
        return parsed(text).filter(url -> url.getQuery() == null).filter(url -> !String.valueOf(url.getPath())
                .replaceAll("/$", "")
                .endsWith("/api"));
    }

    private static Optional<URI> parsed(String text) {
        try {
            URI url = new URI(text.strip());
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return http && url.getHost() != null && url.getUserInfo() == null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
