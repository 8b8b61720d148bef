package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.generated.model.ApiKeyCreate;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** The API keys of an account. They reach all of it, so a caller whose reach is pinned is refused. */
public final class ApiKeys {
    private static final int SHORTEST_TOKEN = 32;

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
        return call.send(Effort.READ, "list API keys", client -> client.apiKeys.listApiKeys())
                .map(list -> Finder.items(list.getData()).stream()
                        .map(generated -> ApiKey.of(SequinJson.map(generated)))
                        .toList());
    }

    /**
     * Makes a key with a token of the caller's choice: Sequin never tells one that it made itself (recording 127).
     *
     * @param token at least 32 characters; Sequin itself takes any, however weak
     */
    public Uni<ApiKey> create(String name, String token) {
        return finder.wholeAccount("create an API key").flatMap(whole -> {
            Named.checkNew(name);
            if (token.length() < SHORTEST_TOKEN || !token.strip().equals(token)) {
                throw Problem.invalid(
                                "token",
                                "A token has at least " + SHORTEST_TOKEN + " characters and no space around it.",
                                List.of())
                        .toException();
            }
            return call.send(
                            Effort.WRITE,
                            "create " + Named.named(ResourceKind.API_KEY, name),
                            client -> client.apiKeys.createApiKey(
                                    new ApiKeyCreate().name(name).token(token)))
                    .map(generated -> ApiKey.of(SequinJson.map(generated)));
        });
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
                                Named.nearest(
                                        idOrName,
                                        keys.stream().map(ApiKey::name).toList()))
                        .next(NextStep.of("list_api_keys"))
                        .toException()));
    }

    /** Deletes a key by id or name. */
    public Uni<Deleted> delete(String idOrName) {
        return find(idOrName).flatMap(key -> call.sendMaybeEmpty(
                        Effort.WRITE,
                        "delete " + Named.named(ResourceKind.API_KEY, key.name()),
                        client -> client.apiKeys.deleteApiKey(key.id()))
                .map(done -> new Deleted(ResourceKind.API_KEY, key.id(), key.name(), List.of())));
    }
}
