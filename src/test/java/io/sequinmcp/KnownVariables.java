package io.sequinmcp;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The environment variables that this service takes: one for each property of its configuration. */
public final class KnownVariables {
    /** Of Quarkus, and read before there is a mapping. */
    private static final Set<String> OTHERS = Set.of(
            "QUARKUS_HTTP_HOST",
            "QUARKUS_MANAGEMENT_HOST",
            "SEQUIN_MCP_DATABASE_URL",
            "SEQUIN_MCP_DATABASE_USERNAME",
            "SEQUIN_MCP_DATABASE_PASSWORD");

    private final Set<Pattern> patterns;

    private KnownVariables(Set<Pattern> patterns) {
        this.patterns = patterns;
    }

    public static KnownVariables ofTheService() {
        return new KnownVariables(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.sequinmcp").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .flatMap(KnownVariables::properties)
                        .map(KnownVariables::variable)
                        .collect(Collectors.toSet()));
    }

    public boolean include(String variable) {
        return OTHERS.contains(variable)
                || patterns.stream().anyMatch(it -> it.matcher(variable).matches());
    }

    private static Stream<String> properties(JavaClass mapping) {
        return ConfigMappings.getProperties(ConfigClass.configClass(mapping.reflect())).keySet().stream();
    }

    private static Pattern variable(String property) {
        String name = property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9*]", "_");
        return Pattern.compile(name.replace("*", "[A-Z0-9_]+"));
    }
}
