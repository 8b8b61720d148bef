package io.sequinmcp.connectors.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;

/**
 * Says of every operation in the description that is made of the code that what goes wrong is an {@link ApiProblem}.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class DescribedProblems implements OASFilter {
    @Override
    public Operation filterOperation(Operation operation) {
        operation
                .getResponses()
                .addAPIResponse("default", OASFactory.createAPIResponse().ref(ApiProblem.RESPONSE));
        return operation;
    }
}
