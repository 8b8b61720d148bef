/**
 * The admin API, {@code /api/v1}: accounts, connectors and caller tokens, for people and programs that run this
 * service.
 */
@NullMarked
@OpenAPIDefinition(
        info = @Info(title = "Sequin MCP admin API", version = "v1"),
        components =
                @Components(
                        responses =
                                @APIResponse(
                                        name = ApiProblem.RESPONSE,
                                        description = "What can't be done, and why (RFC 9457)",
                                        content =
                                                @Content(
                                                        mediaType = ApiProblem.MEDIA_TYPE,
                                                        schema = @Schema(implementation = ApiProblem.class)))))
package io.sequinmcp.connectors.api;

import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.NullMarked;
