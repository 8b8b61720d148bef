package io.sequinmcp.sequin;

import io.sequinmcp.sequin.generated.model.Health;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Sequin server itself. */
public final class Server {
    private final Call call;

    Server(Call call) {
        this.call = call;
    }

    /** Its health and version. A server that calls itself ill is a value; one that isn't reached is UNAVAILABLE. */
    public Uni<ServerInfo> health() {
        return Uni.combine()
                .all()
                .unis(health(call), call.client().version())
                .asTuple()
                .map(both -> new ServerInfo(
                        call.client().account().name(),
                        both.getItem1().ok(),
                        both.getItem2().orElse(null),
                        both.getItem1().revision(),
                        both.getItem1().error()));
    }

    private record Check(boolean ok, @Nullable String revision, @Nullable String error) {
        static Check of(Health health) {
            return new Check(Boolean.TRUE.equals(health.getOk()), health.getRev(), null);
        }
    }

    /** A 500 here is its way to say "ill" (recording 561): not tried again, and no reason to call it down. */
    private static Uni<Check> health(Call call) {
        return call.send(Effort.REPEATABLE, "read the health of Sequin", client -> client.system
                .getHealth()
                .onItem()
                .ifNotNull()
                .transform(Check::of)
                .onFailure(Server::isIll)
                .recoverWithItem(failure ->
                        new Check(false, null, ((Answer) failure).body().words())));
    }

    private static boolean isIll(Throwable failure) {
        return failure instanceof Answer answer
                && answer.status() == 500
                && answer.body().fromSequin();
    }

    /** What it measures; empty when the account does not say where that is. */
    public Uni<Optional<MetricsPage>> metrics() {
        return call.client()
                .metrics()
                .map(metrics -> metrics.read().map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** Tunnels from Sequin to developers' machines; a leftover of its cloud. */
    public Uni<List<LocalTunnel>> localTunnels() {
        String doing = "list local tunnels";
        return new Finder(call)
                .wholeAccount(doing)
                .flatMap(whole -> call.send(Effort.READ, doing, client -> client.localTunnels.listLocalTunnels()))
                .map(list -> Finder.items(list.getData()).stream()
                        .map(generated -> LocalTunnel.of(generated.fields()))
                        .toList());
    }
}
