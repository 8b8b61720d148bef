// typescript-sdk.mjs PORT UPSTREAM TOKEN: a server as its guide shows it, with sessions; passes through what the upstream answers
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

const [port, upstream, token] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true });
const sessions = new Map();

const get = (path) => new Promise((resolve, reject) => {
  http.get(upstream + path, { agent, headers: { authorization: `Bearer ${token}` } }, (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (part) => (text += part)).on('end', () => resolve(text));
  }).on('error', reject);
});

const passed = async (path) => ({ content: [{ type: 'text', text: await get(path) }] });

function mcpServer() {
  const server = new McpServer({ name: 'typescript-sdk', version: '1' });
  server.registerTool('get_sink', { description: 'Shows a sink', inputSchema: { sink_id_or_name: z.string() } },
    ({ sink_id_or_name: sink }) => passed(`/api/sinks/${sink}`));
  server.registerTool('list_sinks', { description: 'Lists the sinks' }, () => passed('/api/sinks'));
  return server;
}

async function begin() {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    enableJsonResponse: true,
    onsessioninitialized: (id) => sessions.set(id, transport),
  });
  await mcpServer().connect(transport);
  return transport;
}

http.createServer(async (request, response) => {
  const transport = sessions.get(request.headers['mcp-session-id']) ?? await begin();
  await transport.handleRequest(request, response);
}).listen(Number(port), '127.0.0.1');
