// Takes what OpenTelemetry exports over HTTP, and keeps it as it came.
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";

export async function startCollector() {
  const bodies = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const sent = Buffer.concat(chunks);
      const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
      bodies.push({ path: request.url, headers: JSON.stringify(request.headers), text: body.toString("latin1") });
      response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
    });
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    env: {
      SEQUIN_MCP_OTLP_ENDPOINT: `http://127.0.0.1:${server.address().port}`,
      QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      QUARKUS_OTEL_BSP_SCHEDULE_DELAY: "500ms",
      QUARKUS_OTEL_BSP_MAX_QUEUE_SIZE: "100000",
    },
    /** All that was exported of a kind: traces, metrics or logs. */
    exported: (kind) => bodies.filter(({ path }) => path === `/v1/${kind}`),
    bodies,
    stop: () => (server.closeAllConnections(), server.close()),
  };
}
