package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents come in on 8080; health and metrics stay on 9000 and on a Service of their own. */
class ProbesAndPortsTest {
    @ParameterizedTest
    @CsvSource({"startupProbe, /q/health/started", "livenessProbe, /q/health/live", "readinessProbe, /q/health/ready"})
    void asksForHealthOnTheManagementPort(String probe, String path) {
        var asked = Chart.render(Chart.ON_H2).container().at("/" + probe + "/httpGet");

        assertThat(asked.at("/path").asText()).isEqualTo(path);
        assertThat(asked.at("/port").asText()).isEqualTo("management");
    }

    @Test
    void takesTheTimingOfAProbeFromTheValues() {
        var container = Chart.render(Chart.ON_H2, "{startupProbe: {failureThreshold: 7}}")
                .container();

        assertThat(container.at("/startupProbe/failureThreshold").asInt()).isEqualTo(7);
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
    }

    @Test
    void opensTheTwoPortsOfTheService() {
        assertThat(Chart.render(Chart.ON_H2).container().at("/ports"))
                .extracting(port -> port.at("/name").asText() + " "
                        + port.at("/containerPort").asInt())
                .containsExactly("http 8080", "management 9000");
    }

    @Test
    void keepsHealthAndMetricsOffTheServiceThatAgentsUse() {
        var manifests = Chart.render(Chart.ON_H2, "{service: {type: LoadBalancer, port: 80}}");
        var agents = manifests.the("Service", "test-sequin-mcp").at("/spec");
        var operators = manifests.the("Service", "test-sequin-mcp-management").at("/spec");

        assertThat(agents.at("/type").asText()).isEqualTo("LoadBalancer");
        assertThat(agents.at("/ports"))
                .singleElement()
                .satisfies(port -> assertThat(port.at("/port").asInt()).isEqualTo(80));
        assertThat(agents.at("/ports/0/targetPort").asText()).isEqualTo("http");
        assertThat(operators.at("/type").asText()).isEqualTo("ClusterIP");
        assertThat(operators.at("/ports/0/targetPort").asText()).isEqualTo("management");
    }

    @Test
    void selectsThePodsOfTheDeploymentByBothServices() {
        var manifests = Chart.render(Chart.ON_H2);
        var labels = manifests.deployment().at("/spec/template/metadata/labels");

        assertThat(manifests.ofKind("Service")).hasSize(2).allSatisfy(service -> service.at("/spec/selector")
                .fields()
                .forEachRemaining(
                        label -> assertThat(labels.get(label.getKey())).isEqualTo(label.getValue())));
    }

    @Test
    void givesACallTheTimeToEndBeforeThePodGoes() {
        assertThat(Chart.render(Chart.ON_H2)
                        .pod()
                        .at("/terminationGracePeriodSeconds")
                        .asInt())
                .isGreaterThan(100);
    }
}
