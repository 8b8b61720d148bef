package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The pods may do next to nothing on their node, and nothing at all in the cluster. */
class PodHardeningTest {
    @Test
    void runsAsNobodyWithNoCapabilityOnAReadOnlyFileSystem() {
        var pod = Chart.render(Chart.ON_H2).pod();
        var container = pod.at("/containers/0/securityContext");

        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.at("/allowPrivilegeEscalation")).isEqualTo(container.at("/privileged"));
        assertThat(container.at("/privileged").asBoolean(true)).isFalse();
        assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(container.at("/capabilities/add").isMissingNode()).isTrue();
    }

    @Test
    void carriesNoTokenOfTheCluster() {
        assertThat(Chart.render(Chart.ON_H2)
                        .pod()
                        .at("/automountServiceAccountToken")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void givesItsServiceAccountNoTokenEither() {
        var account = Chart.render(Chart.ON_H2).the("ServiceAccount", "test-sequin-mcp");

        assertThat(account.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
    }

    @Test
    void usesAServiceAccountThatExistsWhenToldTo() {
        var manifests = Chart.render(Chart.ON_H2, "{serviceAccount: {create: false, name: mine}}");

        assertThat(manifests.pod().at("/serviceAccountName").asText()).isEqualTo("mine");
        assertThat(manifests.ofKind("ServiceAccount")).isEmpty();
    }

    @Test
    void canWriteToItsDataAndTmpAlone() {
        var manifests = Chart.render(Chart.ON_H2);

        assertThat(manifests.container().at("/volumeMounts"))
                .filteredOn(mount -> !mount.at("/readOnly").asBoolean())
                .extracting(mount -> mount.at("/mountPath").asText())
                .containsExactlyInAnyOrder("/data", "/tmp");
        assertThat(manifests.volume("tmp").has("emptyDir")).isTrue();
    }

    @Test
    void testsItselfWithAPodThatMayAsLittle() {
        var pod = Chart.renderWithTest(Chart.ON_H2)
                .the("Pod", "test-sequin-mcp-test-door")
                .at("/spec");

        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.at("/containers/0/securityContext/readOnlyRootFilesystem")
                        .asBoolean())
                .isTrue();
        assertThat(pod.at("/containers/0/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
    }
}
