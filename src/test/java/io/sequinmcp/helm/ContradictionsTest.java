package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that are fine each, and wrong together: refused before anything is installed, with what to do. */
class ContradictionsTest {
    private static final String CONNECTOR = "token: {secretName: s, secretKey: k}";

    @Test
    void refusesASecondPodOnTheEmbeddedStore() {
        assertThatThrownBy(() -> Chart.render(Chart.ON_H2, "{replicaCount: 2}"))
                .hasMessageContaining("more than one replica needs store.type postgresql");
    }

    @Test
    void allowsManyPodsOnPostgresql() {
        var manifests = Chart.render(Chart.ON_POSTGRESQL, "{replicaCount: 5}");

        assertThat(manifests.deployment().at("/spec/replicas").asInt()).isEqualTo(5);
        assertThat(manifests.variables()).contains("SEQUIN_MCP_REPLICAS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    h2         | {adminToken: {secretName: ''}}                     | adminToken.secretName
                    h2         | {encryptionKey: {secretName: ''}}                  | encryptionKey.secretName
                    h2         | {adminToken: {secretName: ''}}                     | adminToken.secretName
                    h2         | {autoscaling: {enabled: true}}                     | store.type postgresql
                    postgresql | {autoscaling: {enabled: true, minReplicas: 9}}     | autoscaling.maxReplicas
                    postgresql | {secrets: {k: {secretName: s, secretKey: k, fields: [], hosts: [], accounts: [other]}}} | no account other
                    h2         | {sequin: {apiToken: {secretName: ''}}}             | sequin.apiToken.secretName
                    h2         | {sandbox: true}                                    | sequin.url
                    postgresql | {sandbox: true, sequin: {url: ''}}                 | the memory of one pod
                    """)
    void refusesWhatTheServiceWouldRefuseAtItsStart(String store, String values, String named) {
        assertThatThrownBy(() -> Chart.render(store.equals("h2") ? Chart.ON_H2 : Chart.ON_POSTGRESQL, values))
                .hasMessageContaining(named);
    }

    @Test
    void refusesToLetUsersSignInWithNobodyToSignInAt() {
        assertThatThrownBy(() -> Chart.render(Chart.ON_H2, "{connectors: {c: {oauth: true}}}"))
                .hasMessageContaining("needs oauth.issuer");
        assertThatThrownBy(() -> Chart.render(Chart.ON_H2, "{oauth: {issuer: 'https://id.example.com'}}"))
                .hasMessageContaining("oauth.resource");
    }

    @Test
    void refusesAConnectorOnAnAccountThatIsNotThere() {
        var values = "{connectors: {c: {account: stagign, " + CONNECTOR + "}}}";

        assertThatThrownBy(() -> Chart.render(Chart.ON_POSTGRESQL, values))
                .hasMessageContaining("no account stagign; there are: staging");
    }

    @Test
    void refusesAConnectorOnTheDefaultAccountWithNoSequinBehindIt() {
        var values = "{sequin: {url: ''}, connectors: {c: {" + CONNECTOR + "}}}";

        assertThatThrownBy(() -> Chart.render(Chart.ON_H2, values)).hasMessageContaining("needs sequin.url");
    }

    @Test
    void needsNoSecretForAFirstLook() {
        assertThat(Chart.render(Chart.ON_SANDBOX).variables())
                .contains("SEQUIN_MCP_SANDBOX")
                .doesNotContain(
                        "SEQUIN_URL", "SEQUIN_API_TOKEN", "SEQUIN_MCP_ENCRYPTION_KEY", "SEQUIN_MCP_ADMIN_TOKEN");
    }
}
