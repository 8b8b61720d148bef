package io.sequinmcp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.ShutdownEvent;
import io.sequinmcp.SettableClock;
import io.sequinmcp.sandbox.demo.DemoWorld;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.HttpURLConnection;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When the sandbox runs inside the service, and when it refuses to. */
class SandboxLifecycleTest {
    @Test
    void becomesTheDefaultAccount() throws Exception {
        SandboxLifecycle sandbox = sandbox(true, Map.of());

        sandbox.start();

        assertThat(sandbox.accounts()).singleElement().satisfies(account -> {
            assertThat(account.name()).isEqualTo("default");
            assertThat(account.apiToken()).isEqualTo(DemoWorld.API_TOKEN);
            assertThat(account.metricsUrl()).contains(account.url().resolve("/metrics"));
            assertThat(((HttpURLConnection)
                                    account.url().resolve("/health").toURL().openConnection())
                            .getResponseCode())
                    .isEqualTo(200);
        });
        sandbox.stop(new ShutdownEvent());
    }

    @Test
    void refusesToTakeTheNameOfARealSequin() {
        SandboxLifecycle sandbox = sandbox(true, Map.of("SEQUIN_URL", "https://sequin.example.com"));

        assertThatThrownBy(sandbox::start).hasMessageContainingAll("SEQUIN_URL", "SEQUIN_MCP_SANDBOX=false");
    }

    @Test
    void staysAwayUnlessItIsAskedFor() {
        SandboxLifecycle sandbox = sandbox(false, Map.of("SEQUIN_URL", "https://sequin.example.com"));

        sandbox.start();

        assertThat(sandbox.accounts()).isEmpty();
    }

    private SandboxLifecycle sandbox(boolean enabled, Map<String, String> environment) {
        SandboxConfig config = new SandboxConfig() {
            @Override
            public boolean enabled() {
                return enabled;
            }

            @Override
            public int port() {
                return 0;
            }
        };
        SmallRyeConfigBuilder values = new SmallRyeConfigBuilder();
        environment.forEach(values::withDefaultValue);
        return new SandboxLifecycle(config, values.build(), new SettableClock(RecordedWorld.START));
    }
}
