package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator may and may not write into the values: each rule with one that passes and one that does not. */
class ValuesSchemaTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{replicaCount: 1}",
                "{image: {tag: 1.2.3, pullPolicy: Always}}",
                "{sequin: {url: 'https://sequin.example.com:8443/prefix'}}",
                "{accounts: {staging-2: {url: 'http://s', apiToken: {secretName: s, secretKey: k}}}}",
                "{connectors: {c: {token: {secretName: s, secretKey: k}}}}",
                "{connectors: {c: {token: {secretName: s, secretKey: k}, methods: [get, list], tags: [advanced]}}}",
                "{connectors: {c: {token: {secretName: s, secretKey: k}, expiresAt: '2030-01-01T00:00:00Z'}}}",
                "{allowedOrigins: ['http://localhost:6274']}",
                "{store: {h2: {persistence: {size: 500Mi}}}}",
                "{readinessProbe: {periodSeconds: 1}}",
                "{publicUrl: 'http://localhost:8080'}",
                "{podDisruptionBudget: {enabled: true, maxUnavailable: 50%}}",
                "{httpRoute: {enabled: true, parentRefs: [{name: g}], hostnames: ['*.example.com']}}",
                "{connectors: {c: {token: {secretName: s, secretKey: k}, limits: {callsPerMinute: 1}}}}",
                "{extraEnv: [{name: JAVA_TOOL_OPTIONS, value: -Xss512k}]}",
            })
    void acceptsWhatMakesSense(String values) {
        assertThatCode(() -> Chart.render(Chart.ON_H2, values)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {replicas: 2}                                                      | replicas
                    {replicaCount: '2'}                                                | replicaCount
                    {image: {pullPolicy: Sometimes}}                                   | pullPolicy
                    {sequin: {url: 'sequin:7376'}}                                     | url
                    {sequin: {url: 'http://user:secret@sequin:7376'}}                  | url
                    {sequin: {url: 'http://${SEQUIN_MCP_ENCRYPTION_KEY}'}}             | url
                    {sequin: {apiToken: sk_live_4711}}                                 | apiToken
                    {sequin: {apiToken: {value: sk_live_4711}}}                        | apiToken
                    {adminToken: {secretName: UPPER}}                                  | secretName
                    {accounts: {default: {url: 'http://s', apiToken: {secretName: s, secretKey: k}}}} | default
                    {accounts: {Staging: {url: 'http://s', apiToken: {secretName: s, secretKey: k}}}} | Staging
                    {accounts: {staging: {url: 'http://s'}}}                           | apiToken
                    {connectors: {c: {methods: [read]}}}                               | connectors
                    {connectors: {c: {token: smcp_verysecret}}}                        | token
                    {connectors: {c: {tokenSha256: cafe}}}                             | tokenSha256
                    {connectors: {c: {token: {secretName: s, secretKey: k}, methods: [admin]}}}  | methods
                    {connectors: {c: {token: {secretName: s, secretKey: k}, methods: []}}}       | methods
                    {connectors: {c: {token: {secretName: s, secretKey: k}, tags: [everything]}}}| tags
                    {connectors: {c: {token: {secretName: s, secretKey: k}, expiresAt: tomorrow}}} | expiresAt
                    {allowedOrigins: ['https://*.example.com']}                        | allowedOrigins
                    {connectors: {c: {token: {secretName: s, secretKey: k}, pins: {sinks: ['${X}']}}}}   | pins
                    {connectors: {c: {token: {secretName: s, secretKey: k}, pins: {sinks: ['a,b']}}}}    | pins
                    {connectors: {c: {token: {secretName: s, secretKey: k}, limits: {callsPerMinute: 0}}}} | limits
                    {secrets: {kafka: {secretName: s, secretKey: k, hosts: ['*']}}}    | fields
                    {secrets: {kafka: {value: verysecret, fields: [], hosts: []}}}     | secretName
                    {connectors: {c: {oauth: true, tokenSha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08}}} | connectors
                    {connectors: {c: {token: {secretName: s, secretKey: k}, confirm: never}}} | confirm
                    {oauth: {issuer: 'http://id.example.com'}}                         | issuer
                    {trustedProxies: [everybody]}                                      | trustedProxies
                    {publicUrl: 'http://sequin-mcp.example.com'}                       | publicUrl
                    {image: {digest: latest}}                                          | digest
                    {autoscaling: {minReplicas: 0}}                                    | minReplicas
                    {ingress: {enabled: true, hosts: [a.example.com]}}                 | tlsSecretName
                    {ingress: {enabled: true, tlsSecretName: s}}                       | hosts
                    {ingress: {paths: []}}                                             | paths
                    {httpRoute: {enabled: true, parentRefs: [{name: g}]}}              | hostnames
                    {networkPolicy: {allow: everything}}                               | allow
                    {podDisruptionBudget: {maxUnavailable: some}}                      | maxUnavailable
                    {serviceMonitor: {interval: often}}                                | interval
                    {allowedOrigins: ['*']}                                            | allowedOrigins
                    {store: {type: sqlite}}                                            | type
                    {store: {type: postgresql}}                                        | store
                    {store: {h2: {persistence: {size: plenty}}}}                       | size
                    {livenessProbe: {httpGet: {path: /}}}                              | httpGet
                    {service: {port: 70000}}                                           | port
                    """)
    void refusesWhatDoesNot(String values, String named) {
        assertThatThrownBy(() -> Chart.render(Chart.ON_H2, values)).hasMessageContaining(named);
    }
}
