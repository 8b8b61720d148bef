package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see: metrics, alerts and a dashboard, each where there is something to take it up. */
class MonitoringTest {
    @Test
    void asksForNoOperatorUnlessToldTo() {
        var manifests = Chart.render(Chart.ON_POSTGRESQL);

        assertThat(manifests.all())
                .noneMatch(manifest -> manifest.at("/apiVersion").asText().startsWith("monitoring.coreos.com"))
                .noneMatch(manifest -> manifest.at("/metadata/name").asText().endsWith("-dashboard"));
    }

    @Test
    void scrapesTheManagementServiceAlone() {
        var manifests = Chart.render(Chart.EXPOSED);
        var monitor = manifests.the("ServiceMonitor", "test-sequin-mcp");
        var selected = monitor.at("/spec/selector/matchLabels");

        assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
        assertThat(monitor.at("/spec/endpoints/0/path").asText()).isEqualTo("/q/metrics");
        assertThat(manifests.ofKind("Service"))
                .filteredOn(service -> {
                    var labels = service.at("/metadata/labels");
                    return selected.properties().stream()
                            .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
                })
                .singleElement()
                .satisfies(service -> {
                    assertThat(service.at("/metadata/name").asText()).isEqualTo("test-sequin-mcp-management");
                    assertThat(service.at("/spec/ports/0/name")).isEqualTo(monitor.at("/spec/endpoints/0/port"));
                });
    }

    @Test
    void handsAlertsAndDashboardOnAsTheyAre(@TempDir Path directory) throws IOException {
        Path chart = Chart.copyTo(directory);
        Files.createDirectories(chart.resolve("files"));
        Files.writeString(
                chart.resolve("files/alerts.yaml"),
                """
                groups:
                  - name: one
                    rules:
                      - alert: Down
                        expr: up == 0
                        annotations: {summary: "{{ $labels.pod }} is down"}
                """);
        Files.writeString(chart.resolve("files/dashboard.json"), "{\"title\": \"{{pod}}\"}\n");
        var manifests = Chart.render(chart, Chart.EXPOSED, "{}");

        assertThat(manifests
                        .the("PrometheusRule", "test-sequin-mcp")
                        .at("/spec/groups/0/rules/0/annotations/summary")
                        .asText())
                .isEqualTo("{{ $labels.pod }} is down");
        var dashboard = manifests.the("ConfigMap", "test-sequin-mcp-dashboard");
        assertThat(dashboard.at("/data/sequin-mcp.json").asText().strip()).isEqualTo("{\"title\": \"{{pod}}\"}");
        assertThat(dashboard.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        assertThat(dashboard.at("/metadata/annotations/grafana_folder").asText())
                .isEqualTo("Sequin");
    }
}
