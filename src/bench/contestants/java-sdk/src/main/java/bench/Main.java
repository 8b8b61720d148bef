package bench;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
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

/** {@code Main PORT UPSTREAM TOKEN}: passes through what the upstream answers. */
public final class Main {
    private static final Map<String, Object> NOTHING = Map.of("type", "object", "properties", Map.of());
    private static final Map<String, Object> SINK = Map.of(
            "type", "object",
            "properties", Map.of("sink_id_or_name", Map.of("type", "string")),
            "required", List.of("sink_id_or_name"));

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String upstream;
    private final String token;

    private Main(String upstream, String token) {
        this.upstream = upstream;
        this.token = token;
    }

    public static void main(String[] args) throws Exception {
        HttpServletStatelessServerTransport transport = HttpServletStatelessServerTransport.builder()
                .messageEndpoint("/mcp")
                .build();
        Main main = new Main(args[1], args[2]);
        McpServer.sync(transport)
                .serverInfo("java-sdk", "1")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                // On the thread of the request, not on another one that it would wait for
                .immediateExecution(true)
                .toolCall(
                        Tool.builder().name("get_sink").description("Shows a sink").inputSchema(SINK).build(),
                        (context, call) -> main.get("/api/sinks/" + call.arguments().get("sink_id_or_name")))
                .toolCall(
                        Tool.builder().name("list_sinks").description("Lists the sinks").inputSchema(NOTHING).build(),
                        (context, call) -> main.get("/api/sinks"))
                .build();
        Tomcat tomcat = new Tomcat();
        tomcat.setPort(Integer.parseInt(args[0]));
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
        tomcat.getConnector().setProperty("maxThreads", "300");
        Context context = tomcat.addContext("", System.getProperty("java.io.tmpdir"));
        Tomcat.addServlet(context, "mcp", transport).setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "mcp");
        tomcat.start();
        tomcat.getServer().await();
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
