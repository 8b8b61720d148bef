package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the chart renders is what Kubernetes takes: no field that its OpenAPI description lacks, none missing that it
 * requires. The types of the Gateway API and of the Prometheus operator are checked for unknown fields.
 */
class KubernetesSchemaTest {
    private static final Map<String, Schema> SCHEMAS = Map.ofEntries(
            Map.entry("v1/ConfigMap", openApi(V1ConfigMap::validateJsonElement)),
            Map.entry("v1/PersistentVolumeClaim", openApi(V1PersistentVolumeClaim::validateJsonElement)),
            Map.entry("v1/Pod", openApi(V1Pod::validateJsonElement)),
            Map.entry("v1/Service", openApi(V1Service::validateJsonElement)),
            Map.entry("v1/ServiceAccount", openApi(V1ServiceAccount::validateJsonElement)),
            Map.entry("apps/v1/Deployment", openApi(V1Deployment::validateJsonElement)),
            Map.entry(
                    "autoscaling/v2/HorizontalPodAutoscaler", openApi(V2HorizontalPodAutoscaler::validateJsonElement)),
            Map.entry("networking.k8s.io/v1/Ingress", openApi(V1Ingress::validateJsonElement)),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", openApi(V1NetworkPolicy::validateJsonElement)),
            Map.entry("policy/v1/PodDisruptionBudget", openApi(V1PodDisruptionBudget::validateJsonElement)),
            Map.entry("gateway.networking.k8s.io/v1/HTTPRoute", model(HTTPRoute.class)),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", model(PrometheusRule.class)),
            Map.entry("monitoring.coreos.com/v1/ServiceMonitor", model(ServiceMonitor.class)));

    @ParameterizedTest
    @MethodSource("io.sequinmcp.helm.Chart#examples")
    void takesWhatEveryExampleRenders(Path values) throws Exception {
        for (JsonNode manifest : Chart.renderWithTest(values).all()) {
            validate(manifest);
        }
    }

    @Test
    void isTriedOnEveryKindThatTheChartKnows() {
        Set<String> rendered = Chart.examples()
                .flatMap(values -> Chart.renderWithTest(values).all().stream())
                .map(KubernetesSchemaTest::kind)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rendered).isEqualTo(new TreeSet<>(SCHEMAS.keySet()));
    }

    @ParameterizedTest
    @CsvSource({
        "Deployment, /spec/template/spec/containers/0",
        "Deployment, /spec/template/spec/securityContext",
        "NetworkPolicy, /spec/ingress/0",
        "Ingress, /spec/rules/0/http/paths/0",
        "ServiceMonitor, /spec/endpoints/0",
        "PrometheusRule, /spec/groups/0/rules/0",
    })
    void refusesAFieldThatIsMisspelt(String kind, String pointer) {
        JsonNode manifest = Chart.render(Chart.EXPOSED).ofKind(kind).findFirst().orElseThrow();
        ((ObjectNode) manifest.at(pointer)).put("misspelt", "x");

        assertThatThrownBy(() -> validate(manifest)).hasMessageContaining("misspelt");
    }

    @Test
    void refusesAMisspeltFieldOfARoute() {
        JsonNode route = Chart.render(Chart.BEHIND_GATEWAY).the("HTTPRoute", "test-sequin-mcp");
        ((ObjectNode) route.at("/spec/rules/0/backendRefs/0")).put("misspelt", "x");

        assertThatThrownBy(() -> validate(route)).hasMessageContaining("misspelt");
    }

    @Test
    void refusesAFieldThatIsMissing() {
        JsonNode deployment = Chart.render(Chart.EXPOSED).deployment();
        ((ObjectNode) deployment.at("/spec")).remove("selector");

        assertThatThrownBy(() -> validate(deployment)).hasMessageContaining("selector");
    }

    private static String kind(JsonNode manifest) {
        return manifest.at("/apiVersion").asText() + "/" + manifest.at("/kind").asText();
    }

    private static void validate(JsonNode manifest) throws Exception {
        Objects.requireNonNull(SCHEMAS.get(kind(manifest)), () -> "No schema of " + kind(manifest))
                .validate(manifest);
    }

    private interface Schema {
        /** Throws with the field's name if the manifest is not what it should be. */
        void validate(JsonNode manifest) throws Exception;
    }

    private interface OpenApiCheck {
        void check(JsonElement manifest) throws Exception;
    }

    private static Schema openApi(OpenApiCheck check) {
        return manifest -> check.check(JsonParser.parseString(manifest.toString()));
    }

    private static Schema model(Class<?> type) {
        return manifest -> read(manifest, type);
    }

    private static void read(JsonNode manifest, Class<?> type) throws JsonProcessingException {
        Strict.MAPPER.treeToValue(manifest, type);
    }

    /** The models keep fields they don't know for whoever may; here they are mistakes. */
    private static final class Strict extends JacksonAnnotationIntrospector {
        private static final ObjectMapper MAPPER = new ObjectMapper().setAnnotationIntrospector(new Strict());
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated member) {
            return false;
        }
    }
}
