// A server that takes few connections: whoever trickles headers over all of them keeps others out for a moment only, and
// never the management port.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as dial } from "node:net";
import { test } from "node:test";
import { startPair, until } from "./processes.mjs";

const MOST = 40;
const HEAD_SECONDS = 3;
const PING = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });

test("connections have a maximum, and the heads of requests a time limit", { timeout: 120_000 }, async (t) => {
  const server = await startPair(t, "limits", {
    SEQUIN_MCP_HEAD_TIMEOUT: `${HEAD_SECONDS}s`,
    QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS: String(MOST),
  });
  const ping = () =>
    fetch(server.mcp, {
      method: "POST",
      headers: { "content-type": "application/json", connection: "close" },
      body: PING,
      signal: AbortSignal.timeout(5_000),
    }).then((answer) => answer.status);
  assert.equal(await ping(), 200);

  const begun = Date.now();
  const crawlers = await Promise.all(Array.from({ length: MOST }, () => crawler(server)));
  await until("refused connections", () => ping().then(() => false, () => true), HEAD_SECONDS - 1);
  const healthy = await fetch(`${server.management}/q/health/ready`);
  assert.equal(healthy.status, 200, "the management port has connections of its own");

  await Promise.all(crawlers.map((it) => it.gone));
  const held = Date.now() - begun;
  assert.ok(held >= (HEAD_SECONDS - 1) * 1000, `they were let have their time, not ${held} ms`);
  await until("open doors again", () => ping().then((status) => status === 200, () => false), 10);
  const metrics = await (await fetch(`${server.management}/q/metrics`)).text();
  assert.match(metrics, /sequin_mcp_connections_refused_total [1-9]/);
  t.diagnostic(`${MOST} crawlers were gone after ${held} ms`);
});

/** Sends a header byte after the other, until it is hung up on. */
async function crawler(server) {
  const { hostname, port } = new URL(server.url);
  const socket = dial(Number(port), hostname);
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
  const trickle = setInterval(() => socket.write("x"), 200);
  const gone = once(socket, "close").then(() => clearInterval(trickle));
  socket.resume();
  return { gone };
}
