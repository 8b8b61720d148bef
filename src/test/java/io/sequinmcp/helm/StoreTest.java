package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where the store lives, on either database. */
class StoreTest {
    @Test
    void keepsTheEmbeddedStoreOnAClaimOfItsOwn() {
        var manifests = Chart.render(Chart.ON_H2, "{store: {h2: {persistence: {size: 5Gi, storageClass: fast}}}}");
        var claim = manifests.the("PersistentVolumeClaim", "test-sequin-mcp").at("/spec");

        assertThat(claim.at("/resources/requests/storage").asText()).isEqualTo("5Gi");
        assertThat(claim.at("/storageClassName").asText()).isEqualTo("fast");
        assertThat(dataVolume(manifests, "/persistentVolumeClaim/claimName")).isEqualTo("test-sequin-mcp");
        assertThat(manifests.variable("SEQUIN_MCP_DATA_DIR").at("/value").asText())
                .isEqualTo("/data");
    }

    @Test
    void usesAClaimThatExists() {
        var manifests = Chart.render(Chart.ON_H2, "{store: {h2: {persistence: {existingClaim: mine}}}}");

        assertThat(manifests.ofKind("PersistentVolumeClaim")).isEmpty();
        assertThat(dataVolume(manifests, "/persistentVolumeClaim/claimName")).isEqualTo("mine");
    }

    @Test
    void makesDoWithAnEmptyDirectoryWhenToldTo() {
        var manifests = Chart.render(Chart.ON_H2, "{store: {h2: {persistence: {enabled: false}}}}");

        assertThat(manifests.ofKind("PersistentVolumeClaim")).isEmpty();
        assertThat(manifests.volume("data").has("emptyDir")).isTrue();
    }

    @Test
    void closesTheEmbeddedStoreBeforeTheNextPodOpensIt() {
        assertThat(strategy(Chart.render(Chart.ON_H2))).isEqualTo("Recreate");
        assertThat(strategy(Chart.render(Chart.ON_POSTGRESQL))).isEqualTo("RollingUpdate");
    }

    @Test
    void needsNoClaimOnPostgresql() {
        var manifests = Chart.render(Chart.ON_POSTGRESQL);

        assertThat(manifests.ofKind("PersistentVolumeClaim")).isEmpty();
        assertThat(manifests.variable("SEQUIN_MCP_DATABASE_URL").at("/value").asText())
                .isEqualTo("jdbc:postgresql://postgres:5432/sequin_mcp");
        assertThat(manifests
                        .variable("SEQUIN_MCP_DATABASE_USERNAME")
                        .at("/value")
                        .asText())
                .isEqualTo("sequin_mcp");
    }

    private static String strategy(Chart.Manifests manifests) {
        return manifests.deployment().at("/spec/strategy/type").asText();
    }

    private static String dataVolume(Chart.Manifests manifests, String pointer) {
        return manifests.volume("data").at(pointer).asText();
    }
}
