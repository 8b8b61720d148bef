package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many pods there are, where, and how few there may ever be. */
class ScalingTest {
    @Test
    void leavesTheNumberOfPodsToTheAutoscalerWhereThereIsOne() {
        var manifests = Chart.render(Chart.EXPOSED);
        var autoscaler =
                manifests.the("HorizontalPodAutoscaler", "test-sequin-mcp").at("/spec");

        assertThat(manifests.deployment().at("/spec").has("replicas")).isFalse();
        assertThat(autoscaler.at("/scaleTargetRef/name").asText()).isEqualTo("test-sequin-mcp");
        assertThat(autoscaler.at("/minReplicas").asInt()).isEqualTo(2);
        assertThat(autoscaler.at("/maxReplicas").asInt()).isEqualTo(6);
    }

    @Test
    void tellsTheServiceHowManyThereMayBe() {
        assertThat(replicas(Chart.render(Chart.ON_H2))).isEqualTo("1");
        assertThat(replicas(Chart.render(Chart.ON_POSTGRESQL))).isEqualTo("3");
        assertThat(replicas(Chart.render(Chart.EXPOSED))).isEqualTo("6");
    }

    private static String replicas(Chart.Manifests manifests) {
        return manifests.variable("SEQUIN_MCP_REPLICAS").at("/value").asText();
    }

    @Test
    void hasNoAutoscalerUnlessAskedTo() {
        assertThat(Chart.render(Chart.ON_POSTGRESQL).ofKind("HorizontalPodAutoscaler"))
                .isEmpty();
    }

    @Test
    void keepsADrainedNodeFromStoppingAllPods() {
        var budget = Chart.render(Chart.EXPOSED)
                .the("PodDisruptionBudget", "test-sequin-mcp")
                .at("/spec");

        assertThat(budget.at("/maxUnavailable").asInt()).isEqualTo(1);
        assertThat(budget.at("/selector/matchLabels/app.kubernetes.io~1instance")
                        .asText())
                .isEqualTo("test");
        assertThat(Chart.render(Chart.ON_POSTGRESQL).ofKind("PodDisruptionBudget"))
                .isEmpty();
    }

    @Test
    void spreadsPodsOverZonesAndNodesAsFarAsPossible() {
        assertThat(Chart.render(Chart.ON_POSTGRESQL).pod().at("/topologySpreadConstraints"))
                .hasSize(2)
                .allSatisfy(constraint -> {
                    assertThat(constraint.at("/whenUnsatisfiable").asText()).isEqualTo("ScheduleAnyway");
                    assertThat(constraint
                                    .at("/labelSelector/matchLabels/app.kubernetes.io~1instance")
                                    .asText())
                            .isEqualTo("test");
                });
    }

    @Test
    void spreadsThemAsToldInstead() {
        assertThat(Chart.render(Chart.BEHIND_GATEWAY).pod().at("/topologySpreadConstraints"))
                .singleElement()
                .satisfies(constraint ->
                        assertThat(constraint.at("/whenUnsatisfiable").asText()).isEqualTo("DoNotSchedule"));
    }
}
