package io.sequinmcp.oauth;

import io.sequinmcp.connectors.Connector;
import java.util.Set;

/**
 * What an access token opens.
 *
 * @param subject whom the authorization server says the token is of
 * @param whole the connector as the operator made it
 * @param connector what is left of it within the token's scopes, for this subject alone
 * @param scopes those of the token
 */
public record OAuthGrant(String subject, Connector whole, Connector connector, Set<OAuthScope> scopes) {}
