package io.sequinmcp.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.quarkiverse.mcp.server.CompletePrompt;
import io.quarkiverse.mcp.server.CompleteResourceTemplate;
import io.quarkiverse.mcp.server.Prompt;
import io.quarkiverse.mcp.server.Resource;
import io.quarkiverse.mcp.server.ResourceTemplate;
import io.quarkiverse.mcp.server.Tool;
import io.sequinmcp.tools.Answer;
import io.sequinmcp.tools.Classed;
import io.sequinmcp.tools.FactsOf;
import io.sequinmcp.tools.Guarded;
import io.smallrye.mutiny.Uni;

/** The arrows between the packages, and what every tool must carry for the door to guard it. */
@AnalyzeClasses(packages = "io.sequinmcp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.sequinmcp.";
    private static final String GENERATED = "io.sequinmcp.sequin.generated..";

    @ArchTest
    static final ArchRule what_we_know_of_sequin_knows_nobody_else_of_ours = noClasses()
            .that()
            .resideInAPackage("io.sequinmcp.sequin..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.sequinmcp..").and(resideOutsideOfPackages("io.sequinmcp.sequin..")));

    @ArchTest
    static final ArchRule only_the_facade_sees_the_generated_client = noClasses()
            .that()
            .resideOutsideOfPackage("io.sequinmcp.sequin..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(GENERATED);

    @ArchTest
    static final ArchRule the_sandbox_is_imported_by_nobody = noClasses()
            .that()
            .resideOutsideOfPackage("io.sequinmcp.sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sequinmcp.sandbox..");

    @ArchTest
    static final ArchRule the_door_is_imported_by_nobody = noClasses()
            .that()
            .resideOutsideOfPackage("io.sequinmcp.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sequinmcp.gateway..");

    @ArchTest
    static final ArchRule tools_use_sequin_and_the_ledgers_only = onlyUses("tools", "sequin", "deliveries", "plans");

    @ArchTest
    static final ArchRule prompts_use_what_tools_use =
            onlyUses("prompts", "sequin", "deliveries", "plans", "tools").allowEmptyShould(true);

    @ArchTest
    static final ArchRule resources_use_what_tools_use =
            onlyUses("resources", "sequin", "deliveries", "plans", "tools").allowEmptyShould(true);

    @ArchTest
    static final ArchRule connectors_know_no_tools =
            onlyUses("connectors", "sequin", "store", "audit", "keys", "network");

    @ArchTest
    static final ArchRule the_network_is_known_without_what_comes_over_it = onlyUses("network");

    @ArchTest
    static final ArchRule the_console_is_a_page_and_uses_nobody = onlyUses("console");

    @ArchTest
    static final ArchRule deliveries_are_a_ledger = onlyUses("deliveries", "store", "sequin");

    @ArchTest
    static final ArchRule plans_are_a_ledger = onlyUses("plans", "store", "sequin", "keys");

    @ArchTest
    static final ArchRule secrets_are_read_and_kept = onlyUses("secrets", "store", "sequin", "keys");

    @ArchTest
    static final ArchRule the_protocol_without_sessions_knows_nothing_of_sequin = onlyUses("stateless", "keys");

    @ArchTest
    static final ArchRule only_the_door_knows_that_there_is_one_without_sessions = noClasses()
            .that()
            .resideOutsideOfPackages("io.sequinmcp.stateless..", "io.sequinmcp.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sequinmcp.stateless..");

    @ArchTest
    static final ArchRule the_audit_knows_neither_tools_nor_connectors = onlyUses("audit", "store", "keys");

    @ArchTest
    static final ArchRule whatever_changes_something_through_the_admin_api_is_audited = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage(GENERATED)
            .and(annotatedWithOneOf("POST", "PUT", "PATCH", "DELETE"))
            // Shows what a connector would have
            .and()
            .doNotHaveName("preview")
            .should()
            .beAnnotatedWith("io.sequinmcp.connectors.api.Audited");

    private static DescribedPredicate<JavaMethod> annotatedWithOneOf(String... httpMethods) {
        return DescribedPredicate.describe("change something", method -> java.util.stream.Stream.of(httpMethods)
                .anyMatch(it -> method.isAnnotatedWith("jakarta.ws.rs." + it)));
    }

    @ArchTest
    static final ArchRule the_store_serves_and_uses_nobody = onlyUses("store");

    @ArchTest
    static final ArchRule the_sandbox_knows_us_only_to_offer_itself_as_an_account =
            onlyUses("sandbox", "connectors", "sequin");

    @ArchTest
    static final ArchRule the_world_of_the_sandbox_stands_alone = classes()
            .that()
            .resideInAnyPackage("io.sequinmcp.sandbox.*..")
            .should()
            .onlyDependOnClassesThat(
                    resideOutsideOfPackages("io.sequinmcp..").or(resideInAnyOf("io.sequinmcp.sandbox..")));

    @ArchTest
    static final ArchRule features_form_no_cycle =
            slices().matching("io.sequinmcp.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule every_tool_is_classed = methods()
            .that()
            .areAnnotatedWith(Tool.class)
            .should()
            .beAnnotatedWith(Classed.class)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule every_class_with_a_tool_is_guarded = methods()
            .that()
            .areAnnotatedWith(Tool.class)
            .should()
            .beDeclaredInClassesThat()
            .areAnnotatedWith(Guarded.class)
            .andShould()
            .beDeclaredInClassesThat()
            .resideInAPackage("io.sequinmcp.tools..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule every_prompt_and_resource_names_the_tools_whose_facts_it_shows = methods()
            .that()
            .areAnnotatedWith(Prompt.class)
            .or()
            .areAnnotatedWith(Resource.class)
            .or()
            .areAnnotatedWith(ResourceTemplate.class)
            .should()
            .beAnnotatedWith(FactsOf.class)
            .andShould()
            .beDeclaredInClassesThat()
            .areAnnotatedWith(Guarded.class);

    @ArchTest
    static final ArchRule completions_are_guarded = methods()
            .that()
            .areAnnotatedWith(CompletePrompt.class)
            .or()
            .areAnnotatedWith(CompleteResourceTemplate.class)
            .should()
            .beDeclaredInClassesThat()
            .areAnnotatedWith(Guarded.class);

    @ArchTest
    static final ArchRule every_tool_answers_with_structure_without_blocking = methods()
            .that()
            .areAnnotatedWith(Tool.class)
            .should(new ArchCondition<>("return a Uni of an answer, as structured content") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    boolean structured = method.getAnnotationOfType(Tool.class).structuredContent();
                    boolean uni = method.getReturnType() instanceof JavaParameterizedType type
                            && type.toErasure().isEquivalentTo(Uni.class)
                            && type.getActualTypeArguments().stream()
                                    .allMatch(answer -> answer.toErasure().isAnnotatedWith(Answer.class)
                                            && answer.toErasure().isRecord());
                    events.add(new SimpleConditionEvent(
                            method,
                            structured && uni,
                            method.getFullName() + " returns "
                                    + method.getReturnType().getName()));
                }
            })
            .because("the door can put the structure of a problem in the place of a Uni's item only")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothing_prints = noClasses()
            .that()
            .resideOutsideOfPackages(GENERATED, "io.sequinmcp.sandbox..", "io.sequinmcp.platform..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule time_comes_from_a_clock = noClasses()
            .that()
            .resideInAPackage("io.sequinmcp..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule there_are_no_utility_heaps = noClasses()
            .that()
            .resideOutsideOfPackage(GENERATED)
            .should()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Helper");

    private static ArchRule onlyUses(String feature, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = ROOT + feature + "..";
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = ROOT + others[i] + "..";
        }
        return classes()
                .that()
                .resideInAPackage(ROOT + feature + "..")
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackages("io.sequinmcp..").or(resideInAnyOf(allowed)))
                .as(feature + " uses nothing else of ours than " + String.join(", ", others));
    }

    private static DescribedPredicate<JavaClass> resideInAnyOf(String... packages) {
        return resideInAnyPackage(packages);
    }
}
