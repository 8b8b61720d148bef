package bench;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/**
 * {@code Main PORT UPSTREAM TOKEN}: passes through what the upstream answers, at /mcp without sessions and at
 * /sessions/mcp with them.
 */
public final class Main {
    private static final Tool GET_SINK = Tool.builder()
            .name("get_sink")
            .description("Shows a sink")
            .inputSchema(Map.of(
                    "type", "object",
                    "properties", Map.of("sink_id_or_name", Map.of("type", "string")),
                    "required", List.of("sink_id_or_name")))
            .build();
    private static final Tool LIST_SINKS = Tool.builder()
            .name("list_sinks")
            .description("Lists the sinks")
            .inputSchema(Map.of("type", "object", "properties", Map.of()))
            .build();
    private static final ServerCapabilities TOOLS =
            ServerCapabilities.builder().tools(false).build();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String upstream;
    private final String token;

    private Main(String upstream, String token) {
        this.upstream = upstream;
        this.token = token;
    }

    public static void main(String[] args) throws Exception {
        Main main = new Main(args[1], args[2]);
        HttpServletStatelessServerTransport stateless = HttpServletStatelessServerTransport.builder()
                .messageEndpoint("/mcp")
                .build();
        // Both run a tool on the thread of the request, not on another one that it would wait for
        McpServer.sync(stateless)
                .serverInfo("java-sdk", "1")
                .capabilities(TOOLS)
                .immediateExecution(true)
                .toolCall(GET_SINK, (context, call) -> main.sink(call))
                .toolCall(LIST_SINKS, (context, call) -> main.get("/api/sinks"))
                .build();
        HttpServletStreamableServerTransportProvider sessions = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint("/sessions/mcp")
                .build();
        McpServer.sync(sessions)
                .serverInfo("java-sdk", "1")
                .capabilities(TOOLS)
                .immediateExecution(true)
                .toolCall(GET_SINK, (exchange, call) -> main.sink(call))
                .toolCall(LIST_SINKS, (exchange, call) -> main.get("/api/sinks"))
                .build();
        Tomcat tomcat = new Tomcat();
        tomcat.setPort(Integer.parseInt(args[0]));
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
        tomcat.getConnector().setProperty("maxThreads", "300");
        Context context = tomcat.addContext("", System.getProperty("java.io.tmpdir"));
        Tomcat.addServlet(context, "stateless", stateless).setAsyncSupported(true);
        context.addServletMappingDecoded("/mcp", "stateless");
        Tomcat.addServlet(context, "sessions", sessions).setAsyncSupported(true);
        context.addServletMappingDecoded("/sessions/mcp", "sessions");
        tomcat.start();
        tomcat.getServer().await();
    }

    private CallToolResult sink(CallToolRequest call) {
        return get("/api/sinks/" + call.arguments().get("sink_id_or_name"));
    }

    private CallToolResult get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(upstream + path))
                    .header("Authorization", "Bearer " + token)
                    .build();
            return CallToolResult.builder()
                    .addTextContent(client.send(request, BodyHandlers.ofString()).body())
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
