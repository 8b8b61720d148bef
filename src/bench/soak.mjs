#!/usr/bin/env node
// A soak: 50 clients of both eras do mixed work for a while, with an upstream that fails one request in a hundred, connectors
// that are made and revoked, and long polls of which some are broken off. Fails on what grows and on answers that nobody
// should get, never on times. What it saw is in target/soak, as JSON and as the table of the README, which --readme puts there.
//
//   node src/bench/soak.mjs [--seconds 1800] [--clients 50] [--pause 150] [--one-processor] [--app DIR] [--readme]
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ADMIN_TOKEN, CONTESTANTS, JAVA, call, rpc } from './lib/contestants.mjs';
import { SERVER_CORE, jcmd, look, pause, request, stop, threadNames } from './lib/machine.mjs';
import { place, table } from './lib/report.mjs';
import { QUIET, SINK, upstream } from './lib/upstream.mjs';

const project = new URL('../../', import.meta.url).pathname;
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '1800' }, clients: { type: 'string', default: '50' }, pause: { type: 'string', default: '150' },
    'one-processor': { type: 'boolean' }, readme: { type: 'boolean' }, port: { type: 'string', default: '18870' }, app: { type: 'string', default: path.join(project, 'target/quarkus-app') },
  },
});
const seconds = Number(options.seconds);
const clients = Number(options.clients);
const think = Number(options.pause);
const POLLERS = 10;
const work = path.join(project, 'target/soak');
fs.rmSync(work, { recursive: true, force: true });
fs.mkdirSync(work, { recursive: true });

const port = Number(options.port);
const sequin = await upstream(work, port);
const server = await CONTESTANTS.ours({ work, app: path.resolve(options.app), port: port + 10, at: sequin.faulty, pinned: options['one-processor'] ? SERVER_CORE : null });
const pid = server.child.pid;
const base = server.ways[0].url.replace(/\/mcp\/.*/, '');
const eras = [server.ways[0], server.ways[1], ...server.ways.filter((it) => it.spoken)];

// Whatever hangs: it ends
setTimeout(() => {
  console.error('FAILED: it did not end in time');
  process.exit(2);
}, (seconds * 1.3 + 240) * 1000).unref();

let running = true;
let window = { calls: 0, faults: 0, took: [], since: performance.now() };
const unexpected = [];

/** One call; `right` says whether the answer is one that may come. */
async function ask(way, agent, body, right) {
  const began = performance.now();
  const answer = await request(way.url, { agent, ...(way.spoken ? way.spoken(body) : { headers: way.headers, body }) });
  if (!answer || !right(answer)) {
    if (running && unexpected.length < 20) unexpected.push(`${body.slice(0, 150)} -> ${answer?.status} ${answer?.text.slice(0, 300)}`);
  } else {
    window.calls++;
    window.took.push(performance.now() - began);
    if (answer.text.includes('"isError":true') && !answer.text.includes('invalid_argument')) window.faults++;
  }
  return answer;
}

/** One request in a hundred fails, and of those that may not be repeated the client is told. */
const workedOrFailed = (answer) => answer.status === 200 && answer.text.includes('"result"');
const worked = (answer) => workedOrFailed(answer) && !answer.text.includes('"isError":true');
const refusedArgument = (answer) => workedOrFailed(answer) && answer.text.includes('"isError":true') && answer.text.includes('invalid_argument');

const MIX = [
  [50, (way, agent) => ask(way, agent, call('get_sink', { sink_id_or_name: SINK }), workedOrFailed)],
  [20, (way, agent) => ask(way, agent, call('list_sinks'), workedOrFailed)],
  [5, (way, agent) => ask(way, agent, rpc('tools/list'), worked)],
  [5, (way, agent) => ask(way, agent, call('get_sink', { sink_id_or_name: SINK, no_such: 1 }), refusedArgument)],
  [5, (way, agent) => ask(way, agent, call('list_deliveries', { consumer_id_or_name: SINK }), workedOrFailed)],
  [5, async (way, agent) => {
    const received = await ask(way, agent, call('receive_messages', { consumer_id_or_name: SINK }), workedOrFailed);
    const delivery = received?.text.match(/"delivery_id":"([^"]+)"/)?.[1];
    if (delivery) await ask(way, agent, call('ack_messages', { consumer_id_or_name: SINK, delivery_id: delivery }), workedOrFailed);
  }],
  [10, (way, agent) => ask(way, agent, call('get_health'), workedOrFailed)],
];
const WHOLE = MIX.reduce((sum, [weight]) => sum + weight, 0);

function chosen() {
  let left = Math.random() * WHOLE;
  return MIX.find(([weight]) => (left -= weight) < 0)[1];
}

async function client(way) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  while (running) {
    await chosen()(way, agent);
    await pause(Math.random() * 2 * think);
  }
  agent.destroy();
}

/** Waits for messages that never come; every other time hangs up in the middle. */
async function poller(way) {
  for (let hangsUp = false; running; hangsUp = !hangsUp) {
    const agent = new http.Agent();
    const poll = request(way.url, { agent, headers: way.headers, body: call('receive_messages', { consumer_id_or_name: QUIET, wait_seconds: 20 }) });
    if (hangsUp) {
      await pause(3000);
      agent.destroy();
    }
    const answer = await poll;
    const right = answer && (worked(answer) || answer.text.includes('Sequin answered 500'));
    if (!hangsUp && !right) unexpected.push(`a poll -> ${answer?.status} ${answer?.text.slice(0, 300)}`);
    agent.destroy();
    await pause(200);
  }
}

/** Makes a connector, comes in by it, revokes it, and must not come in any more; after some time for trying too often. */
async function revoker() {
  const admin = { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'application/json' };
  for (let turn = 1; running; turn++) {
    const made = await request(`${base}/api/v1/accounts/default/connectors`, { headers: admin, body: JSON.stringify({ name: `soak ${turn}`, config: { methods: ['read'] } }) });
    if (made?.status !== 201) {
      unexpected.push(`a connector was not made: ${made?.status} ${made?.text.slice(0, 300)}`);
      return;
    }
    const { id, token } = JSON.parse(made.text);
    const way = { ...server.ways[1], url: `${base}/mcp/${token}` };
    await ask(way, undefined, call('get_sink', { sink_id_or_name: SINK }), workedOrFailed);
    const revoked = await request(`${base}/api/v1/connectors/${id}`, { method: 'DELETE', headers: admin });
    if (!(revoked?.status >= 200 && revoked.status < 300)) unexpected.push(`a connector was not revoked: ${revoked?.status} ${revoked?.text.slice(0, 300)}`);
    await ask(way, undefined, call('get_sink', { sink_id_or_name: SINK }), (answer) => answer.status === 404 || answer.status === 429);
    await pause(2000);
  }
}

const file = path.join(work, `data-${port + 10}`, 'sequin-mcp');

/** What the store takes without what H2 keeps to write quickly: bytes, after the service has stopped. */
function compacted() {
  const lib = path.join(options.app, 'lib/main');
  const jar = fs.readdirSync(lib).find((it) => it.startsWith('com.h2database.h2-'));
  execFileSync(JAVA, ['-cp', path.join(lib, jar), 'org.h2.tools.Shell', '-url', `jdbc:h2:file:${file}`, '-user', 'sa', '-sql', 'SHUTDOWN COMPACT']);
  return fs.statSync(`${file}.mv.db`).size;
}

/** What is left when all is quiet: heap after a collection, threads, sockets, memory, and the store. */
function standing(name) {
  const histogram = jcmd(JAVA, pid, 'GC.class_histogram');
  const heap = Number(histogram.match(/^Total\s+\d+\s+(\d+)/m)[1]) / 1048576;
  const { rss, sockets } = look(pid);
  const names = threadNames(pid).filter((it) => !it.includes('CompilerThre'));
  const workers = names.filter((it) => it.startsWith('executor-thread')).length;
  const store = fs.statSync(`${file}.mv.db`).size / 1048576;
  const sorted = window.took.sort((a, b) => a - b);
  const sample = {
    at: name, calls: window.calls, perSecond: window.calls / ((performance.now() - window.since) / 1000), p99: sorted[Math.floor(sorted.length * 0.99)],
    faults: window.faults, rss, workers, threads: names.length - workers, sockets, heap, store,
  };
  window = { calls: 0, faults: 0, took: [], since: performance.now() };
  console.log(Object.entries(sample).map(([key, value]) => `${key}=${typeof value === 'number' ? Math.round(value * 10) / 10 : value}`).join(' '));
  return sample;
}

async function busy(ms) {
  running = true;
  const all = [
    ...Array.from({ length: clients }, (_, i) => client(eras[i % eras.length])),
    ...Array.from({ length: POLLERS }, () => poller(server.ways[1])), revoker(),
  ];
  await pause(ms);
  running = false;
  await Promise.all(all);
  // Connections that are closed are let go of, the Sequin client's idle ones stay
  await pause(2000);
}

await busy(Math.min(20_000, seconds * 300));
const samples = [standing('start')];
await busy(seconds * 500);
samples.push(standing('middle'));
await busy(seconds * 500);
samples.push(standing('end'));
await stop(server.child);
await stop(sequin.child);
fs.writeFileSync(path.join(work, 'results.json'), JSON.stringify(samples, null, 1));
const shown = table(['', ...samples.map((it) => it.at)], [
  ['calls/s', 'perSecond', 0], ['p99 ms', 'p99', 0], ['answered as failed', 'faults', 0], ['RSS MiB', 'rss', 0],
  ['threads without workers and compilers', 'threads', 0], ['workers', 'workers', 0], ['open sockets', 'sockets', 0],
  ['heap after a collection, MiB', 'heap', 1], ['store, MiB', 'store', 1],
].map(([what, name, digits]) => [what, ...samples.map((it) => it[name].toFixed(digits))]));
const calls = samples.reduce((sum, it) => sum + it.calls, 0);
const perCall = (bytes) => Math.round(bytes / calls).toLocaleString('en-US');
const inUse = samples.at(-1).store * 2 ** 20;
const told = `${seconds >= 120 ? `${Math.round(seconds / 60)} minutes` : `${seconds} seconds`}, ${clients} clients, ${calls.toLocaleString('en-US')} calls, one in ten of them a receive or its ack. The
store keeps of each a record of the audit, and what names a received message: ${perCall(inUse)} bytes of file while it runs, ${perCall(compacted())} compacted and compressed.\n\n${shown}`;
fs.writeFileSync(path.join(work, 'results.md'), `${told}\n`);
console.log(told);
if (options.readme) place('soak', told);

const [start, middle, end] = samples;
const grown = [];
const within = (what, value, most) => { if (value > most) grown.push(`${what}: ${value.toFixed(1)} where ${most.toFixed(1)} is the most there may be`); };
// Those of the JVM, Vert.x and the store are there from the start; what blocks for a call takes one worker, a poll none
within('threads', end.threads, start.threads + 2);
within('workers', end.workers, clients + 10);
within('sockets', end.sockets, start.sockets + 20);
within('heap after a collection (MiB)', end.heap, Math.max(start.heap, middle.heap) * 1.2 + 8);
[...grown, ...unexpected].forEach((line) => console.error(`FAILED: ${line}`));
process.exit(grown.length + unexpected.length ? 1 : 0);
