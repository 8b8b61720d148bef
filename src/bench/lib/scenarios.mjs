// What is measured. Every scenario gives samples: { who, connections?, round?, …figures }
import { CONTESTANTS, JAVA, oursCommand } from './contestants.mjs';
import { measured, wrk } from './load.mjs';
import { look, request, stop } from './machine.mjs';
import { longPolls } from './longpolls.mjs';
import { starts } from './starts.mjs';

const say = (sample) => console.log(Object.entries(sample)
  .map(([name, value]) => `${name}=${typeof value === 'number' ? Math.round(value * 1000) / 1000 : value}`).join(' '));

/** Starts the contestants, each on ports of its own; they stay up, so that rounds can be interleaved. */
async function started(context, names, at) {
  const servers = [];
  let { port } = context;
  for (const name of names.filter((it) => !context.only || context.only.includes(it))) {
    servers.push(await CONTESTANTS[name]({ ...context, port, at }));
    port += 2;
  }
  return servers;
}

/** One call of each way in must give what Sequin has, or its speed means nothing. */
async function check(way, body) {
  if (way.streamed) {
    const { calls, errors } = await wrk({ ...way, body }, { connections: 1, seconds: 1 });
    if (!calls || errors) throw new Error(`${way.name} answers ${calls} calls with ${errors} errors`);
    return undefined;
  }
  const answer = await request(way.url, { method: body ? 'POST' : 'GET', headers: way.headers, body: body || undefined });
  if (answer?.status !== 200 || answer.text.includes('"isError":true') || answer.text.includes('"error":{') || answer.text.length < 200) {
    throw new Error(`${way.name} answers ${answer?.status}: ${answer?.text.slice(0, 500)}`);
  }
  return answer.text.length;
}

const EVERYBODY = ['direct', 'nginx', 'ours', 'bare', 'javaSdk', 'typescriptSdk', 'openapiMcpServer'];

/** The same call by everybody, in turn, several rounds. */
function comparison(kind, connections, { delayed = false, names = EVERYBODY } = {}) {
  return async (context) => {
    const servers = await started(context, names, delayed ? context.sequin.delayed : context.sequin.at);
    const targets = [];
    for (const server of servers) {
      for (const way of server.ways.filter((it) => it.bodies[kind] !== undefined)) {
        const url = kind === 'list' && way.listUrl ? way.listUrl : way.url;
        const target = { name: way.name, server, url, headers: way.headers, body: way.bodies[kind], streamed: way.streamed && kind !== 'tools' };
        target.size = await check({ ...way, ...target }, target.body);
        targets.push(target);
      }
    }
    for (const target of targets) {
    // A compiler is done after so many calls, not after so many seconds
    let calls = 0;
    const end = Date.now() + context.warm * 1000;
    while (calls < 60_000 && Date.now() < end) calls += (await wrk(target, { connections: 64, seconds: 3 })).calls;
  }
    const samples = [];
    for (let round = 1; round <= context.rounds; round++) {
      for (const many of context.connections ?? connections) {
        for (const target of targets) {
          const sample = { who: target.name, connections: many, round, size: target.size, ...await measured(target.server, target, { connections: many, seconds: context.seconds }) };
          say(sample);
          samples.push(sample);
        }
      }
    }
    for (const server of servers) if (server.child) await stop(server.child);
    return samples;
  };
}

/** Ten messages received and acked by their delivery; both are calls. Only ours: nobody else keeps a ledger. */
async function receiveAndAck(context) {
  const [server] = await started({ ...context, only: ['ours'] }, ['ours'], context.sequin.at);
  const way = server.ways[0];
  const target = { ...way, script: 'receive-ack.lua' };
  await wrk(target, { connections: 16, seconds: context.warm });
  const samples = [];
  for (let round = 1; round <= context.rounds; round++) {
    for (const connections of [1, 16, 64]) {
      const sample = { who: 'ours', connections, round, ...await measured(server, target, { connections, seconds: context.seconds }) };
      say(sample);
      samples.push(sample);
    }
  }
  await stop(server.child);
  return samples;
}

/** Memory: after a start and ten seconds of nothing, and after 100,000 calls. */
async function memory(context) {
  const samples = [];
  for (const name of ['ours', 'bare', 'javaSdk', 'typescriptSdk', 'openapiMcpServer']) {
    const [server] = await started({ ...context, only: context.only ?? [name] }, [name], context.sequin.at);
    if (!server) continue;
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const idle = look(server.child.pid);
    const way = server.ways[0];
    let calls = 0;
    while (calls < 100_000) calls += (await wrk({ ...way, body: way.bodies.get }, { connections: 64, seconds: 5 })).calls;
    const after = look(server.child.pid);
    const sample = { who: way.name, idle: idle.rss, loaded: after.rss, calls, threads: after.threads };
    say(sample);
    samples.push(sample);
    await stop(server.child);
  }
  return samples;
}

/** How fast it gets fast: calls per second in each of the first seconds after a start. */
async function warmUp(context) {
  const samples = [];
  for (const name of ['ours', 'bare', 'typescriptSdk']) {
    const [server] = await started({ ...context, only: context.only ?? [name] }, [name], context.sequin.at);
    if (!server) continue;
    const way = server.ways[0];
    for (let second = 1; second <= 20; second++) {
      const { perSecond } = await wrk({ ...way, body: way.bodies.get }, { connections: 64, seconds: 1 });
      samples.push({ who: way.name, second, perSecond });
    }
    await stop(server.child);
  }
  return samples;
}

export const SCENARIOS = {
  get: comparison('get', [1, 16, 64, 256]),
  delayed: comparison('get', [1, 64, 256], { delayed: true }),
  list: comparison('list', [1, 64]),
  tools: comparison('tools', [1, 64], { names: EVERYBODY.slice(2) }),
  receive: receiveAndAck,
  starts: (context) => starts(context, { oursCommand, JAVA, say }),
  warmUp,
  memory,
  longPolls: (context) => longPolls(context, { started, say }),
};
