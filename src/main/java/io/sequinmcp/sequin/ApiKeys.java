package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.SequinConfig.ApiKeyCreation;
import io.sequinmcp.sequin.generated.model.ApiKeyCreate;
import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** The API keys of an account. They reach all of it, so a caller whose reach is pinned is refused. */
public final class ApiKeys {
    private static final int TOKEN_BYTES = 48;

    private final Call call;
    private final Finder finder;

    ApiKeys(Call call) {
        this.call = call;
        this.finder = new Finder(call);
    }

    public Uni<List<ApiKey>> list() {
        return finder.wholeAccount("list API keys").flatMap(whole -> all());
    }

    private Uni<List<ApiKey>> all() {
        return call.once("API keys", call.send(Effort.READ, "list API keys", client -> client.apiKeys.listApiKeys()))
                .map(list -> Finder.items(list.getData()).stream()
                        .map(generated -> ApiKey.of(generated.fields()))
                        .toList());
    }

    /**
     * Makes a key with a token that is chosen here, for Sequin never tells one that it made itself (recording 127). The
     * token is kept, encrypted, as a secret of that name; it is told only where the operator wants it so.
     *
     * @param secret the name to keep it under; see {@link Secret#isName}
     */
    public Uni<ApiKeyMade> create(String name, String secret) {
        return finder.wholeAccount("create an API key").flatMap(whole -> {
            ApiKeyCreation creation = call.client().config().apiKeyCreation();
            if (creation == ApiKeyCreation.REFUSE) {
                throw Problem.of(
                                Code.FORBIDDEN,
                                "API keys reach the whole account, and the operator has not allowed agents to make them:"
                                        + " sequin-mcp.sequin.api-key-creation is neither store nor show.")
                        .toException();
            }
            Named.checkNew(name);
            String kept = Secret.nameOf(secret);
            if (!Secret.isName(kept)) {
                throw Problem.invalid(
                                "secret_name",
                                "A secret's name has letters, digits and hyphens, at most 63.",
                                List.of())
                        .toException();
            }
            String token = token();
            // First, so that no key exists whose token nobody has
            return call.secrets()
                    .keep(kept, token, owner(name))
                    .invoke(isNew -> {
                        if (!isNew) {
                            throw Problem.of(Code.CONFLICT, "There is a secret `" + kept + "` already.")
                                    .at("secret_name", List.of())
                                    .toException();
                        }
                    })
                    .flatMap(isNew -> create(name, kept, token))
                    .map(key -> new ApiKeyMade(key, kept, creation == ApiKeyCreation.SHOW ? token : null));
        });
    }

    private Uni<ApiKey> create(String name, String secret, String token) {
        return call.send(
                        Effort.WRITE,
                        "create " + Named.named(ResourceKind.API_KEY, name),
                        client -> client.apiKeys.createApiKey(
                                new ApiKeyCreate().name(name).token(token)))
                .map(generated -> ApiKey.of(generated.fields()))
                .onFailure(ApiKeys::isRefusal)
                .call(refusal -> call.secrets().forget(secret));
    }

    /** Anything else may have made the key all the same, and its token is not to be lost then. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof SequinException known
                && known.problem().status() != null
                && known.problem().status() < 500;
    }

    /** What its token is kept as; names are unique in an account. */
    private String owner(String key) {
        return "api_key " + call.client().account().name() + "/" + key;
    }

    /** Like one of Sequin's own: 48 random bytes. */
    private static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A key by id or name; Sequin itself knows them by id only, and answers 400 to a name (recording 140). */
    Uni<ApiKey> find(String idOrName) {
        return list().map(keys -> keys.stream()
                .filter(key -> key.id().equalsIgnoreCase(idOrName) || key.name().equals(idOrName))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                Code.NOT_FOUND,
                                "There is no " + Named.named(ResourceKind.API_KEY, idOrName) + ", by name or id.")
                        .at(
                                "id",
                                Nearest.to(
                                        idOrName,
                                        keys.stream().map(ApiKey::name).toList()))
                        .next(NextStep.of("list_api_keys"))
                        .toException()));
    }

    /** Deletes a key by id or name. */
    public Uni<Void> delete(String idOrName) {
        return find(idOrName).flatMap(key -> call.sendMaybeEmpty(
                        Effort.WRITE,
                        "delete " + Named.named(ResourceKind.API_KEY, key.name()),
                        client -> client.apiKeys.deleteApiKey(key.id()))
                .replaceWithVoid()
                .call(() -> call.secrets().forgetAllOf(owner(key.name()))));
    }
}
