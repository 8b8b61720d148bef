package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is seen from outside: the MCP endpoint, over TLS, and nothing else unless asked for. */
class PublishingTest {
    @Test
    void publishesNothingUnlessAskedTo() {
        var manifests = Chart.render(Chart.ON_POSTGRESQL);

        assertThat(manifests.ofKind("Ingress")).isEmpty();
        assertThat(manifests.ofKind("HTTPRoute")).isEmpty();
    }

    @Test
    void publishesTheMcpEndpointAloneByAnIngressWithTls() {
        var ingress = Chart.render(Chart.EXPOSED).the("Ingress", "test-sequin-mcp");
        var spec = ingress.at("/spec");

        assertThat(spec.at("/ingressClassName").asText()).isEqualTo("nginx");
        assertThat(spec.at("/tls/0/secretName").asText()).isEqualTo("sequin-mcp-tls");
        assertThat(spec.at("/tls/0/hosts/0").asText()).isEqualTo("sequin-mcp.example.com");
        assertThat(spec.at("/rules/0/http/paths"))
                .singleElement()
                .satisfies(path -> assertThat(path.at("/path").asText()).isEqualTo("/mcp"));
        assertThat(spec.at("/rules/0/http/paths/0/backend/service/name").asText())
                .isEqualTo("test-sequin-mcp");
        assertThat(ingress.at("/metadata/annotations").has("nginx.ingress.kubernetes.io/proxy-read-timeout"))
                .isTrue();
    }

    @Test
    void publishesTheConsoleTooWhenToldTo() {
        var ingress = Chart.render(Chart.EXPOSED, "{ingress: {paths: [/]}}").the("Ingress", "test-sequin-mcp");

        assertThat(ingress.at("/spec/rules/0/http/paths/0/path").asText()).isEqualTo("/");
    }

    @Test
    void publishesTheMcpEndpointAloneByARouteThatWaitsForTheLongestCall() {
        var route = Chart.render(Chart.BEHIND_GATEWAY, "{httpRoute: {paths: [/mcp]}}")
                .the("HTTPRoute", "test-sequin-mcp")
                .at("/spec");

        assertThat(route.at("/parentRefs/0/name").asText()).isEqualTo("public");
        assertThat(route.at("/hostnames/0").asText()).isEqualTo("sequin-mcp.example.com");
        assertThat(route.at("/rules/0/matches"))
                .singleElement()
                .satisfies(match -> assertThat(match.at("/path/value").asText()).isEqualTo("/mcp"));
        assertThat(route.at("/rules/0/backendRefs/0/port").asInt()).isEqualTo(8080);
        assertThat(route.at("/rules/0/timeouts/request").asText()).isEqualTo("120s");
    }
}
