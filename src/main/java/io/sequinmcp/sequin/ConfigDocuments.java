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
        return yaml().map(ConfigDocuments::read);
    }

    /**
     * What was exported.
     *
     * @throws SequinException UPSTREAM_ERROR if it can't be read
     */
    static ConfigDocument read(String yaml) {
        try {
            return ConfigDocument.parseStored(yaml);
        } catch (SequinException e) {
            // No argument of this call is to blame
            throw Problem.of(
                            Problem.Code.UPSTREAM_ERROR,
                            "Could not read the configuration that Sequin exported. "
                                    + e.problem().message())
                    .toException();
        }
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
                .failWith(() -> call.client().unreadable(Effort.READ, "export the configuration"));
    }
}
