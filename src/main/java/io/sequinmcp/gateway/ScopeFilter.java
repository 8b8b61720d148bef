package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.FilterContext;
import io.quarkiverse.mcp.server.PromptFilter;
import io.quarkiverse.mcp.server.PromptManager.PromptInfo;
import io.quarkiverse.mcp.server.ResourceFilter;
import io.quarkiverse.mcp.server.ResourceManager.ResourceInfo;
import io.quarkiverse.mcp.server.ResourceTemplateFilter;
import io.quarkiverse.mcp.server.ResourceTemplateManager.ResourceTemplateInfo;
import io.quarkiverse.mcp.server.ToolFilter;
import io.quarkiverse.mcp.server.ToolManager.ToolInfo;
import io.quarkus.security.identity.SecurityIdentity;
import io.sequinmcp.connectors.Connector;
import jakarta.inject.Singleton;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Shows a connector what it has, and lets it call nothing else: the extension asks before a list and before a call. It
 * takes a filter that throws for one that agrees, so this one never does.
 */
@Singleton
class ScopeFilter implements ToolFilter, PromptFilter, ResourceFilter, ResourceTemplateFilter {
    private static final Logger LOG = Logger.getLogger(ScopeFilter.class);

    private final SecurityIdentity identity;
    private final Visibility visibility;

    ScopeFilter(SecurityIdentity identity, Visibility visibility) {
        this.identity = identity;
        this.visibility = visibility;
    }

    @Override
    public boolean test(ToolInfo tool, FilterContext context) {
        return decide(connector -> visibility.tools(connector).contains(tool.name()));
    }

    @Override
    public boolean test(PromptInfo prompt, FilterContext context) {
        return decide(connector -> visibility.has(connector, prompt));
    }

    @Override
    public boolean test(ResourceInfo resource, FilterContext context) {
        return decide(connector -> visibility.has(connector, resource));
    }

    @Override
    public boolean test(ResourceTemplateInfo template, FilterContext context) {
        return decide(connector -> visibility.has(connector, template));
    }

    private boolean decide(Predicate<Connector> has) {
        try {
            return ConnectorAuthentication.connectorOf(identity).filter(has).isPresent();
        } catch (RuntimeException | Error e) {
            LOG.error("Could not tell what a connector has; it is taken to have nothing", e);
            return false;
        }
    }
}
