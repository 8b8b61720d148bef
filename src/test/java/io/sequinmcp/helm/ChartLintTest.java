package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChartLintTest {
    @Test
    void passesHelmsOwnLintInItsStrictForm() {
        var result = Chart.lint();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("io.sequinmcp.helm.Chart#examples")
    void rendersEveryExample(Path values) {
        assertThatCode(() -> Chart.render(values)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("io.sequinmcp.helm.Chart#examples")
    void putsEverythingIntoTheReleaseUnderOneNameAndLabel(Path values) {
        assertThat(Chart.render(values).all()).isNotEmpty().allSatisfy(manifest -> {
            assertThat(manifest.at("/metadata/name").asText()).startsWith("test-sequin-mcp");
            assertThat(manifest.at("/metadata/labels/app.kubernetes.io~1instance")
                            .asText())
                    .isEqualTo("test");
        });
    }
}
