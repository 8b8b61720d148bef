// An agent whose user signed in at a real Keycloak: with tokens as it makes them, over bare HTTP, since the host name is
// one that nobody resolves.
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";

const { MCP_BASE: base, ISSUER: issuer } = process.env;
const host = "mcp-oauth.example.com";
const metadata = `resource_metadata="https://${host}/.well-known/oauth-protected-resource/mcp"`;

function send(method, path, { token, message } = {}) {
  const { hostname, port } = new URL(base);
  const headers = { Host: host, "Content-Type": "application/json" };
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  return new Promise((answered, failed) => {
    const sent = request({ hostname, port, method, path, headers }, async (response) => {
      let text = "";
      for await (const chunk of response) {
        text += chunk;
      }
      const challenge = response.headers["www-authenticate"];
      answered({ status: response.statusCode, challenge, body: text && JSON.parse(text) });
    });
    sent.on("error", failed);
    sent.end(message && JSON.stringify({ jsonrpc: "2.0", id: 1, ...message }));
  });
}

async function token(scope) {
  const answer = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "password",
      client_id: "agent",
      username: "ann",
      password: "ann-of-the-tests",
      scope,
    }),
  });
  const body = await answer.json();
  assert.ok(body.access_token, JSON.stringify(body));
  return body.access_token;
}

const list = { method: "tools/list" };
const names = (answer) => answer.body.result.tools.map((tool) => tool.name);

test("an agent finds out where to sign in", async () => {
  const first = await send("POST", "/mcp", { message: list });
  assert.equal(first.status, 401);
  assert.ok(first.challenge.includes(metadata), first.challenge);
  const { status, body } = await send("GET", "/.well-known/oauth-protected-resource/mcp");
  assert.equal(status, 200);
  assert.deepEqual(body.authorization_servers, [issuer]);
  assert.equal(body.resource, `https://${host}/mcp`);
});

test("a token opens as much as its scopes say, and asks for more where that is needed", async () => {
  const reading = await token("sequin:read");
  const seen = names(await send("POST", "/mcp", { token: reading, message: list }));
  assert.ok(seen.includes("list_sinks"));
  assert.ok(!seen.includes("create_sink"));
  const create = { method: "tools/call", params: { name: "create_sink", arguments: {} } };

  const refused = await send("POST", "/mcp", { token: reading, message: create });
  assert.equal(refused.status, 403);
  assert.ok(refused.challenge.includes('error="insufficient_scope"'), refused.challenge);
  const [, wanted] = /scope="([^"]*)"/.exec(refused.challenge);
  assert.equal(wanted, "sequin:read sequin:write");

  const allowed = await send("POST", "/mcp", { token: await token(wanted), message: create });
  assert.equal(allowed.status, 200);
  assert.equal(allowed.body.result.isError, true, "the arguments are missing, and nothing else");
});

test("a token of the same user for something else is no good", async () => {
  // Without sequin:read, which carries the audience
  const refused = await send("POST", "/mcp", { token: await token("sequin:write"), message: list });
  assert.equal(refused.status, 401);
  assert.ok(refused.challenge.includes('error="invalid_token"'), refused.challenge);
});
