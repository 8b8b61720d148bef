// Who runs against whom: each server on its own port, with the ways to call it
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { SERVER_CORE, javaOf, request, start, until } from './machine.mjs';
import { SINK, TOKEN } from './upstream.mjs';

const PROJECT = new URL('../../../', import.meta.url).pathname;
const OTHERS = new URL('../contestants/', import.meta.url).pathname;
const BUILT = { bare: `${OTHERS}quarkus-bare`, javaSdk: `${OTHERS}java-sdk`, npm: `${OTHERS}npm` };
const OPTIONS = path.join(PROJECT, 'src/main/jib/app/jvm.options');

const CONNECTOR = `smcp_${'A'.repeat(43)}`;
export const ADMIN_TOKEN = 'an-admin-token-that-only-the-benchmark-knows';
const JSON_RPC = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
/** A container of 512 MiB. How much of it is heap, our own options say; of the others it is half. */
export const CONTAINER = ['-XX:MaxRAM=512m'];
const LIMITS = [...CONTAINER, '-XX:MaxRAMPercentage=50'];
const HELLO = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } };

/** JDK 25 where there is one, for every contestant that needs a Java. */
export const JAVA = process.env.BENCH_JAVA ?? javaOf(25) ?? 'java';

export const rpc = (method, params = {}) => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
export const call = (name, args = {}) => rpc('tools/call', { name, arguments: args });

/** Says hello: the headers of a session, none where there is no session, or null if nobody answers well. */
export async function session(url, headers = {}) {
  const answer = await request(url, { headers: { ...JSON_RPC, ...headers }, body: rpc('initialize', HELLO) });
  if (!answer?.text.includes('serverInfo')) return null;
  const id = answer.headers['mcp-session-id'];
  return id ? { 'Mcp-Session-Id': id } : {};
}

/** How this service is started, against that upstream. */
export function oursCommand({ app, work, port, at, java = JAVA, flags = CONTAINER, env = {} }) {
  const data = path.join(work, `data-${port}`);
  fs.rmSync(data, { recursive: true, force: true });
  return {
    command: [java, `@${OPTIONS}`, ...flags, '-jar', 'quarkus-run.jar'],
    cwd: app,
    env: {
      SEQUIN_URL: at, SEQUIN_API_TOKEN: TOKEN, SEQUIN_MCP_DATA_DIR: data,
      SEQUIN_MCP_ADMIN_TOKEN: ADMIN_TOKEN, SEQUIN_MCP_ENCRYPTION_KEY: 'a-key-that-only-the-benchmark-encrypts-with',
      QUARKUS_HTTP_HOST: '127.0.0.1', QUARKUS_HTTP_PORT: String(port),
      QUARKUS_MANAGEMENT_HOST: '127.0.0.1', QUARKUS_MANAGEMENT_PORT: String(port + 1),
      SEQUIN_MCP_CONNECTORS_BENCH_TOKEN: CONNECTOR, SEQUIN_MCP_CONNECTORS_BENCH_METHODS: 'read,write,custom',
      ...env,
    },
    url: `http://127.0.0.1:${port}/mcp/${CONNECTOR}`,
  };
}

const log = (work, name) => path.join(work, `${name}.log`);

async function ready(child, url, headers) {
  let found;
  await until(url, async () => (found = await session(url, headers)), { child });
  return found;
}

const tools = { get: call('get_sink', { sink_id_or_name: SINK }), list: call('list_sinks'), tools: rpc('tools/list') };

/** Each gives a server with its ways in: name, url, headers, and the bodies of its calls. */
export const CONTESTANTS = {
  async direct({ at }) {
    return { ways: [{ name: 'direct', url: `${at}/api/sinks/${SINK}`, listUrl: `${at}/api/sinks`, headers: { Authorization: `Bearer ${TOKEN}` }, bodies: { get: '', list: '' } }] };
  },

  async nginx({ work, port, at, pinned = SERVER_CORE }) {
    const dir = path.join(work, 'proxy');
    fs.mkdirSync(dir, { recursive: true });
    fs.writeFileSync(path.join(dir, 'nginx.conf'), `
daemon off; master_process off; pid ${dir}/nginx.pid; error_log ${dir}/error.log error;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 1000000000; keepalive_timeout 3600s; tcp_nodelay on;
  client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy; fastcgi_temp_path ${dir}/fastcgi; uwsgi_temp_path ${dir}/uwsgi; scgi_temp_path ${dir}/scgi;
  upstream sequin { server ${at.replace('http://', '')}; keepalive 300; keepalive_requests 1000000000; }
  server { listen 127.0.0.1:${port} backlog=4096; location / { proxy_pass http://sequin; proxy_http_version 1.1; proxy_set_header Connection ""; } }
}`);
    const child = start(['nginx', '-c', path.join(dir, 'nginx.conf')], { core: pinned, log: log(work, 'proxy') });
    await until('nginx', async () => (await request(`http://127.0.0.1:${port}/api/sinks`, { method: 'GET' }))?.status === 200, { child });
    return { child, ways: [{ name: 'nginx', url: `http://127.0.0.1:${port}/api/sinks/${SINK}`, listUrl: `http://127.0.0.1:${port}/api/sinks`, headers: { Authorization: `Bearer ${TOKEN}` }, bodies: { get: '', list: '' } }] };
  },

  async ours(context) {
    const pinned = context.pinned === undefined ? SERVER_CORE : context.pinned;
    const { command, cwd, env, url } = oursCommand(context);
    const child = start(command, { core: pinned, cwd, env, log: log(context.work, 'ours') });
    const inSession = await ready(child, url);
    const root = url.slice(0, url.lastIndexOf('/'));
    const bodies = { ...tools, receive: true };
    return {
      child, java: JAVA,
      ways: [
        { name: 'ours', url, headers: { ...JSON_RPC, ...inSession }, bodies },
        { name: 'ours, no session', url, headers: JSON_RPC, bodies },
        { name: 'ours, token in a header', url: root, headers: { ...JSON_RPC, Authorization: `Bearer ${CONNECTOR}` }, bodies },
        ...await stateless(url, bodies),
      ],
    };
  },

  async bare({ work, port, at, pinned = SERVER_CORE }) {
    const child = start([JAVA, '-XX:+UseSerialGC', ...LIMITS, '-jar', 'quarkus-run.jar'], {
      core: pinned, cwd: path.join(BUILT.bare, 'target/quarkus-app'), log: log(work, 'bare'),
      env: { QUARKUS_HTTP_HOST: '127.0.0.1', QUARKUS_HTTP_PORT: String(port), QUARKUS_REST_CLIENT_UPSTREAM_URL: at, BENCH_TOKEN: TOKEN, QUARKUS_REST_CLIENT_CONNECTION_POOL_SIZE: '50' },
    });
    const url = `http://127.0.0.1:${port}/mcp`;
    const inSession = await ready(child, url);
    return { child, java: JAVA, ways: [{ name: 'bare extension', url, headers: { ...JSON_RPC, ...inSession }, bodies: tools }] };
  },

  async javaSdk({ work, port, at, pinned = SERVER_CORE }) {
    const built = path.join(BUILT.javaSdk, 'target');
    const child = start([JAVA, '-XX:+UseSerialGC', ...LIMITS, '-cp', `${built}/classes:${built}/lib/*`, 'bench.Main', String(port), at, TOKEN],
      { core: pinned, log: log(work, 'java-sdk') });
    const root = `http://127.0.0.1:${port}`;
    await ready(child, `${root}/mcp`);
    const inSession = await session(`${root}/sessions/mcp`);
    return {
      child, java: JAVA,
      ways: [
        { name: 'Java SDK', url: `${root}/mcp`, headers: JSON_RPC, bodies: tools },
        { name: 'Java SDK, session', url: `${root}/sessions/mcp`, headers: { ...JSON_RPC, ...inSession }, bodies: tools, ownCode: true },
      ],
    };
  },

  async typescriptSdk({ work, port, at, pinned = SERVER_CORE }) {
    const child = start(['node', 'typescript-sdk.mjs', String(port), at, TOKEN],
      { core: pinned, cwd: BUILT.npm, log: log(work, 'typescript-sdk') });
    const url = `http://127.0.0.1:${port}/mcp`;
    const inSession = await ready(child, url);
    return { child, ways: [{ name: 'TypeScript SDK', url, headers: { ...JSON_RPC, ...inSession }, bodies: tools }] };
  },

  async openapiMcpServer({ work, port, at, pinned = SERVER_CORE }) {
    const child = start(['node', 'node_modules/.bin/openapi-mcp-server', '--api-base-url', at, '--openapi-spec', path.join(PROJECT, 'openapi-spec/sequin.yaml'),
      '--headers', `Authorization:Bearer ${TOKEN}`, '--transport', 'http', '--port', String(port)],
    { core: pinned, cwd: BUILT.npm, log: log(work, 'openapi-mcp-server') });
    const url = `http://127.0.0.1:${port}/mcp`;
    const inSession = await ready(child, url);
    return {
      child,
      // Takes calls with 202 and answers them on the stream of the session
      ways: [{ name: 'openapi-mcp-server', streamed: true, url, headers: { ...JSON_RPC, ...inSession },
        bodies: { get: call('get-sink', { sink_id_or_name: SINK }), list: call('lst-sinks'), tools: rpc('tools/list') } }],
    };
  },
};

/** Those that one would take instead. */
export const RIVALS = ['bare', 'javaSdk', 'typescriptSdk', 'openapiMcpServer'];

/** Starts them, each on ports of its own; who does not start is told of and left out. */
export async function started(context, names, port = context.port) {
  const servers = [];
  for (const name of names.filter((it) => !context.only || context.only.includes(it))) {
    await context.attempt(name, async () => {
      servers.push({ name, ...await CONTESTANTS[name]({ ...context, port: port + 2 * servers.length, at: context.sequin.at }) });
    });
  }
  return servers;
}

/** Everybody, started once and kept: warm for every scenario and every round. Who has no turn sits idle. */
export const fleet = (context) => (context.everybody ??= started(context, Object.keys(CONTESTANTS), context.port + 10));

/** The way of 2026-07-28, which has neither sessions nor a handshake; nothing where it is not spoken. */
async function stateless(url, bodies) {
  const version = '2026-07-28';
  const meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientInfo': HELLO.clientInfo,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const spoken = (body) => {
    const message = JSON.parse(body);
    const { name } = message.params;
    return {
      body: JSON.stringify({ ...message, params: { ...message.params, _meta: meta } }),
      headers: { ...JSON_RPC, 'MCP-Protocol-Version': version, 'Mcp-Method': message.method, ...(name ? { 'Mcp-Name': name } : {}) },
    };
  };
  const { body, headers } = spoken(bodies.get);
  const answer = await request(url, { headers, body });
  if (answer?.status !== 200 || answer.text.includes('"error"')) return [];
  return [{ name: `ours, ${version}`, url, headers, spoken, bodies: { get: body } }];
}

/** Builds and installs what is not ours; by version, so that it is the same next year. */
export function prepare() {
  const run = (program, args, cwd) => execFileSync(program, args, { cwd, stdio: 'inherit' });
  const pom = fs.readFileSync(path.join(PROJECT, 'pom.xml'), 'utf8');
  const version = (name) => `-D${name}=${pom.match(new RegExp(`<${name}>(.*?)</${name}>`))[1]}`;
  run('mvn', ['-q', '-B', 'package', version('quarkus.platform.version'), version('quarkus-mcp-server.version')], BUILT.bare);
  run('mvn', ['-q', '-B', 'package'], BUILT.javaSdk);
  run('npm', ['ci', '--no-audit', '--no-fund'], BUILT.npm);
}
