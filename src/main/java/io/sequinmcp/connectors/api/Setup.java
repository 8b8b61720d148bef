package io.sequinmcp.connectors.api;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** What to type or paste into a client so that it uses a connector. */
final class Setup {
    private Setup() {}

    /** By client. With a second factor, a caller token takes the place of {@code YOUR_CALLER_TOKEN}. */
    static Map<String, String> of(URI url, boolean callerToken) {
        String address = url.toString();
        Map<String, String> setup = new LinkedHashMap<>();
        setup.put(
                "claude_code",
                callerToken
                        ? "claude mcp add --transport http sequin %s --header \"Authorization: Bearer YOUR_CALLER_TOKEN\""
                                .formatted(address)
                        : "claude mcp add --transport http sequin " + address);
        if (!callerToken) {
            setup.put("claude_ai", "Settings > Connectors > Add custom connector, with the URL " + address);
            setup.put("chatgpt", "Settings > Connectors > Create (developer mode), with the URL " + address);
        }
        // The bridge refuses plain http unless it is told to
        String bridge = "\"-y\",\"mcp-remote\",\"" + address + "\",\"--transport\",\"http-only\""
                + ("http".equals(url.getScheme()) ? ",\"--allow-http\"" : "");
        setup.put(
                "claude_desktop",
                callerToken
                        ? """
                        {"mcpServers":{"sequin":{"command":"npx","args":[%s,"--header","Authorization:${AUTH}"],"env":{"AUTH":"Bearer YOUR_CALLER_TOKEN"}}}}"""
                                .formatted(bridge)
                        : """
                        {"mcpServers":{"sequin":{"command":"npx","args":[%s]}}}"""
                                .formatted(bridge));
        setup.put(
                "cursor",
                callerToken
                        ? """
                        {"mcpServers":{"sequin":{"url":"%s","headers":{"Authorization":"Bearer YOUR_CALLER_TOKEN"}}}}"""
                                .formatted(address)
                        : """
                        {"mcpServers":{"sequin":{"url":"%s"}}}""".formatted(address));
        setup.put(
                "vs_code",
                callerToken
                        ? """
                        {"servers":{"sequin":{"type":"http","url":"%s","headers":{"Authorization":"Bearer YOUR_CALLER_TOKEN"}}}}"""
                                .formatted(address)
                        : """
                        {"servers":{"sequin":{"type":"http","url":"%s"}}}"""
                                .formatted(address));
        setup.put(
                "langchain",
                callerToken
                        ? """
                        MultiServerMCPClient({"sequin": {"transport": "streamable_http", "url": "%s", "headers": {"Authorization": "Bearer YOUR_CALLER_TOKEN"}}})"""
                                .formatted(address)
                        : """
                        MultiServerMCPClient({"sequin": {"transport": "streamable_http", "url": "%s"}})"""
                                .formatted(address));
        return setup;
    }
}
