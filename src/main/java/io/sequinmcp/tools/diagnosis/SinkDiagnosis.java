package io.sequinmcp.tools.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Why a sink is stuck, failing or silent. Puts together what Sequin keeps apart: the health of a sink says nothing of
 * its database and slot, and one full sink stops all others of its slot (Sequin 0.14.6, sections 6.6, 6.7 and 14 of the
 * facts).
 */
public final class SinkDiagnosis {
    /** In this order within a severity: what causes others comes before them. */
    private static final List<Function<Facts, Stream<Finding>>> SYMPTOMS = List.of(
            StatusSymptoms::of,
            DatabaseSymptoms::of,
            SlotSymptoms::of,
            NeighbourSymptoms::of,
            DeliverySymptoms::of,
            HealthSymptoms::of,
            SourceSymptoms::of,
            BackfillSymptoms::of,
            StreamSymptoms::of,
            SettingSymptoms::of,
            UnreadSymptoms::of);

    private SinkDiagnosis() {}

    /** What was found, gravest first. */
    public static List<Finding> of(Facts facts) {
        return SYMPTOMS.stream()
                .flatMap(symptoms -> symptoms.apply(facts))
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }
}
