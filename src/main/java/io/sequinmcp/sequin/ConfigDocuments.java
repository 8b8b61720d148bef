package io.sequinmcp.sequin;

import io.sequinmcp.sequin.generated.model.ConfigExport;
import io.smallrye.mutiny.Uni;

/** Reads the configuration an account has. The only way to know its functions and change retentions. */
final class ConfigDocuments {
    private final Call call;

    ConfigDocuments(Call call) {
        this.call = call;
    }

    Uni<ConfigDocument> stored() {
        return yaml().map(ConfigDocument::parseStored)
                .onFailure(
                        failure -> failure instanceof SequinException known && known.is(Problem.Code.INVALID_ARGUMENT))
                .transform(failure -> call.client().unreadable("read the exported configuration"));
    }

    /** As Sequin exports it, with its secrets masked; they are never asked for in plain. */
    Uni<String> yaml() {
        return call.once(
                        "configuration",
                        call.send(
                                Effort.READ,
                                "export the configuration",
                                client -> client.configuration.exportConfig(null)))
                .map(ConfigExport::getYaml)
                .onItem()
                .ifNull()
                .failWith(() -> call.client().unreadable("export the configuration"));
    }
}
