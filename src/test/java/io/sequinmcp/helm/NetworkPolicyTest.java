package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What may come in and go out, where there is a policy. */
class NetworkPolicyTest {
    @Test
    void isThereWhenAskedFor() {
        assertThat(Chart.render(Chart.ON_H2).ofKind("NetworkPolicy")).isEmpty();
        assertThat(policy("{}").at("/spec/policyTypes"))
                .extracting(JsonNode::asText)
                .containsExactly("Ingress", "Egress");
    }

    @Test
    void letsAgentsToTheEndpointAndOperatorsToHealthAndMetrics() {
        var ingress = policy("{}").at("/spec/ingress");

        assertThat(ingress.at("/0/ports/0/port").asText()).isEqualTo("http");
        assertThat(ingress.at("/0/from/0").toString()).contains("ingress-nginx");
        assertThat(ingress.at("/1/ports/0/port").asText()).isEqualTo("management");
        assertThat(ingress.at("/1/from/0").toString()).contains("monitoring");
    }

    @Test
    void letsThePodOfTheChartsTestIn() {
        var manifests = Chart.renderWithTest(Chart.EXPOSED);
        var allowed = policy("{}").at("/spec/ingress/2/from/0/podSelector/matchLabels");

        assertThat(allowed.properties()).isNotEmpty().allSatisfy(label -> assertThat(manifests
                        .ofKind("Pod")
                        .findFirst()
                        .orElseThrow()
                        .at("/metadata/labels")
                        .get(label.getKey()))
                .isEqualTo(label.getValue()));
    }

    @Test
    void keepsHealthAndMetricsWithinTheNamespaceUnlessToldOtherwise() {
        var ingress = policy("{networkPolicy: {agents: [], operators: []}}").at("/spec/ingress");

        assertThat(ingress.at("/0").has("from")).isFalse();
        assertThat(ingress.at("/1/from")).singleElement().satisfies(peer -> assertThat(peer.toString())
                .isEqualTo("{\"podSelector\":{}}"));
    }

    @Test
    void letsOutToDnsAndToThePortsThatTheValuesName() {
        assertThat(ports("{}", 0)).containsExactly(53, 53);
        // Of https://sequin.example.com, its metrics and jdbc:postgresql://postgres/sequin_mcp
        assertThat(ports("{}", 1)).containsExactlyInAnyOrder(443, 8376, 5432);
        assertThat(ports(
                        "{accounts: {more: {url: 'http://more/prefix', apiToken: {secretName: s, secretKey: k}}},"
                                + " store: {postgresql: {url: 'jdbc:postgresql://db:6432/x?sslmode=require'}}}",
                        1))
                .containsExactlyInAnyOrder(443, 8376, 80, 6432);
    }

    @Test
    void letsOutToNoWiderThanTold() {
        var values = "{networkPolicy: {upstreams: [{ipBlock: {cidr: 10.1.0.0/16}}]}}";

        assertThat(policy("{}").at("/spec/egress/1").has("to")).isFalse();
        assertThat(policy(values).at("/spec/egress/1/to/0/ipBlock/cidr").asText())
                .isEqualTo("10.1.0.0/16");
        assertThat(policy("{}").at("/spec/egress/2/ports/0/port").asInt()).isEqualTo(4317);
    }

    private static JsonNode policy(String values) {
        return Chart.render(Chart.EXPOSED, values).the("NetworkPolicy", "test-sequin-mcp");
    }

    private static List<Integer> ports(String values, int rule) {
        return StreamSupport.stream(
                        policy(values).at("/spec/egress/" + rule + "/ports").spliterator(), false)
                .map(port -> port.at("/port").asInt())
                .toList();
    }
}
