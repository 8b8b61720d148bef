package io.sequinmcp.traps;

import static io.sequinmcp.traps.Trap.Topic.HTTP_ENDPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.traps.Agent.Said;
import org.junit.jupiter.api.Test;

/** HTTP endpoints: section 5. */
@QuarkusTest
class HttpEndpointTrapsTest extends TrapTest {
    private static final String ALL = "/api/destinations/http_endpoints";
    private static final String EXPORT = "/api/config/export?show-sensitive=true";

    @Test
    @Trap(
            topic = HTTP_ENDPOINTS,
            sequin = "Headers are replaced whole: those an update leaves out are gone.",
            here = "They are merged; null takes one away, and replace_headers replaces all.",
            rule = "HttpEndpointRequest",
            grave = true)
    void headers_are_merged() {
        assertThat(sequin.patch(CRM, "{'headers': {'X-Team': 'crm'}}")
                        .at("/headers")
                        .has("X-Source"))
                .isFalse();

        sequin.reset();
        agent.does("update_http_endpoint", "{'http_endpoint_id_or_name': 'crm', 'headers': {'X-Team': 'crm'}}");

        assertThat(sequin.get(CRM).text("/headers/X-Source")).isEqualTo("sequin");
        assertThat(sequin.get(CRM).text("/headers/X-Team")).isEqualTo("crm");
    }

    @Test
    @Trap(
            topic = HTTP_ENDPOINTS,
            sequin = "Encrypted headers are replaced whole, too, and can't be read back to be sent again.",
            here = "Refused with the names that would be erased.",
            rule = "HttpEndpointRequest",
            grave = true)
    void encrypted_headers_are_not_erased() {
        assertThat(sequin.patch(CRM, "{'encrypted_headers': {'X-Other': 'v'}}")
                        .at("/encrypted_headers")
                        .has("X-Api-Key"))
                .isFalse();

        sequin.reset();
        Said refused = agent.refused(
                "update_http_endpoint", "{'http_endpoint_id_or_name': 'crm', 'encrypted_headers': {'X-Other': 'v'}}");

        assertThat(refused.list("/allowed")).containsExactly("X-Api-Key");
        assertThat(sequin.get(CRM).at("/encrypted_headers").has("X-Api-Key")).isTrue();
    }

    @Test
    @Trap(
            topic = HTTP_ENDPOINTS,
            sequin = "Masked header values that are sent back are stored.",
            here = "Refused; left out, the stored ones stay.",
            rule = {"Secrets", "HttpEndpointRequest"})
    void masked_headers_are_not_stored() {
        String masked = sequin.get(CRM).text("/encrypted_headers/X-Api-Key");
        String headers = "'encrypted_headers': {'X-Api-Key': '" + masked + "'}";
        sequin.patch(CRM, "{" + headers + "}");
        assertThat(sequin.get(EXPORT).text("/yaml")).doesNotContain("crm-demo-key-0000");

        sequin.reset();
        Said refused = agent.refused(
                "update_http_endpoint",
                "{'http_endpoint_id_or_name': 'crm', 'url': 'https://crm2.example.com/x', " + headers + "}");

        assertThat(refused.list("/leave_out")).containsExactly("encrypted_headers");
        agent.does(refused.text("/next/0/tool"), refused.at("/next/0/arguments").toString());
        assertThat(sequin.get(EXPORT).text("/yaml")).contains("crm-demo-key-0000", "crm2.example.com");
    }

    @Test
    @Trap(
            topic = HTTP_ENDPOINTS,
            sequin = "User and password in a url are dropped without a word; deliveries then fail.",
            here = "Refused, with where to put them.",
            rule = "HttpEndpointRequest",
            grave = true)
    void a_password_in_a_url_is_refused() {
        String endpoint = "{'name': 'secured', 'url': 'https://user:pass@hooks.example.com/in'}";
        assertThat(sequin.post(ALL, endpoint).text("/url")).isEqualTo("https://hooks.example.com/in");

        sequin.reset();
        Said refused = agent.refused("create_http_endpoint", endpoint);

        assertThat(refused.message()).contains("encrypted header").doesNotContain("pass@");
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = HTTP_ENDPOINTS,
            sequin = "`local: true` is not seen, though the documentation shows it; only the text \"true\" is.",
            here = "The boolean is taken and sent as that text.",
            rule = "HttpEndpointRequest")
    void local_is_a_boolean() {
        String local = "{'name': 'laptop', 'local': true, 'path': '/in'}";
        assertThat(sequin.post(ALL, local).status()).isEqualTo(422);

        assertThat(agent.does("create_http_endpoint", local).at("/local").asBoolean())
                .isTrue();
        assertThat(sequin.get(ALL + "/laptop").at("/local").asBoolean()).isTrue();
    }

    @Test
    @Trap(
            topic = HTTP_ENDPOINTS,
            sequin = "A header value that is no string is taken, and the endpoint can't be read any more.",
            here = "Refused with the header named.",
            rule = "HttpEndpointRequest",
            grave = true)
    void a_header_is_a_string() {
        assertThat(sequin.patch(CRM, "{'encrypted_headers': {'X-Api-Key': 42}}").status())
                .isIn(200, 500);

        sequin.reset();
        Said refused = agent.refused(
                "update_http_endpoint", "{'http_endpoint_id_or_name': 'crm', 'encrypted_headers': {'X-Api-Key': 42}}");

        assertThat(refused.text("/field")).isEqualTo("encrypted_headers.X-Api-Key");
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = HTTP_ENDPOINTS,
            sequin =
                    "Of a url only host names and IPv4 addresses are taken, and it complains about `host` and `scheme`.",
            here = "Checked before the call, in words about the url.",
            rule = "HttpEndpointRequest")
    void a_host_is_checked() {
        assertThat(sequin.post(ALL, "{'name': 'x', 'url': 'https://[::1]/in'}").at("/validation_errors/host"))
                .hasSize(1);

        for (String url : new String[] {"https://[::1]/in", "https://my_host/in", "ftp://h/in", "h/in", "::"}) {
            assertThat(agent.refused("create_http_endpoint", "{'name': 'x', 'url': '" + url + "'}")
                            .text("/field"))
                    .isEqualTo("url");
        }
        assertThat(sequin.written()).isEmpty();
    }

    @Test
    @Trap(
            topic = HTTP_ENDPOINTS,
            sequin = "Deleting an endpoint in use is a 400 that counts the sinks and names none.",
            here = "plan_delete names them, each with the call that begins its deletion.",
            rule = "Removals")
    void what_uses_an_endpoint_is_named() {
        assertThat(sequin.delete(CRM).text("/summary"))
                .contains("in use by 1 sink")
                .doesNotContain("crm_contacts");

        Said plan = agent.does("plan_delete", "{'kind': 'http_endpoint', 'id_or_name': 'crm'}");

        assertThat(plan.at("/remove_first").findValuesAsText("name")).containsExactly("crm_contacts");
        assertThat(plan.text("/next/0/arguments/id_or_name")).isEqualTo("crm_contacts");
    }

    @Test
    @Trap(
            topic = HTTP_ENDPOINTS,
            sequin = "A name that is taken is \"has already been taken\", by whatever.",
            here = "The error leads to the endpoint that has the name.",
            rule = "HttpEndpoints")
    void a_taken_name_is_told() {
        String endpoint = "{'name': 'crm', 'url': 'https://other.example.com/in'}";
        assertThat(sequin.post(ALL, endpoint).status()).isEqualTo(422);

        Said refused = agent.refused("create_http_endpoint", endpoint);

        assertThat(refused.code()).isEqualTo("conflict");
        assertThat(refused.text("/next/0/arguments/http_endpoint_id_or_name")).isEqualTo("crm");
    }
}
