import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The official Java SDK, driven line by line: each line of the input is the call of a tool as JSON, and each line of the
 * output its result. The first line of the output is what the server says of itself.
 */
class Caller {
    public static void main(String[] arguments) throws Exception {
        URI url = URI.create(arguments[0]);
        McpJsonMapper json = McpJsonDefaults.getMapper();
        var transport = HttpClientStreamableHttpTransport.builder(url.getScheme() + "://" + url.getAuthority())
                .endpoint(url.getPath())
                .build();
        try (McpSyncClient client = McpClient.sync(transport).build()) {
            System.out.println(json.writeValueAsString(client.initialize()));
            var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                Map<?, ?> call = json.readValue(line, Map.class);
                @SuppressWarnings("unchecked")
                var result = client.callTool(
                        new CallToolRequest((String) call.get("name"), (Map<String, Object>) call.get("arguments")));
                System.out.println(json.writeValueAsString(result));
            }
        }
    }
}
