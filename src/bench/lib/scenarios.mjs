// What is measured. Every scenario gives samples: { who, connections?, round?, …figures }
import { RIVALS, fleet, started } from './contestants.mjs';
import { measured, wrk } from './load.mjs';
import { longPolls } from './longpolls.mjs';
import { look, pause, request, settled, stop } from './machine.mjs';
import { starts } from './starts.mjs';

/** One call of each way in must give what Sequin has, or its speed means nothing. */
async function check(target) {
  const { name, url, headers, body } = target;
  if (target.streamed) {
    const { calls, errors } = await wrk(target, { connections: 1, seconds: 1 });
    if (!calls || errors) throw new Error(`${name} answers ${calls} calls with ${errors} errors`);
    return;
  }
  const answer = await request(url, { method: body ? 'POST' : 'GET', headers, body });
  // Some answer with one event of a stream
  const json = answer?.text.match(/\{[\s\S]*\}/)?.[0];
  if (answer?.status !== 200 || json === undefined || failed(JSON.parse(json)) || json.length < 200) {
    throw new Error(`${name} answers ${answer?.status}: ${answer?.text.slice(0, 500)}`);
  }
}

/** By its place: descriptions of tools speak of errors, too. */
const failed = (answer) => answer.error !== undefined || answer.result?.isError === true;

/** The ways in of everybody who takes this kind of call; with `one`, the first way of each alone. */
async function targets(context, kind, { one }) {
  const found = [];
  for (const server of await fleet(context)) {
    const ways = server.ways.filter((it) => it.bodies[kind] !== undefined);
    for (const way of one ? ways.slice(0, 1) : ways) {
      const url = kind === 'list' && way.listUrl ? way.listUrl : way.url;
      const target = { name: way.name, server, first: way === ways[0], ownCode: way.ownCode, url, headers: way.headers, body: way.bodies[kind], streamed: way.streamed && kind !== 'tools' };
      await context.attempt(way.name, async () => {
        await check(target);
        found.push(target);
      });
    }
  }
  return found;
}

/** Until the compiler has what it needs, and then until it is done with it: it would take the core from whoever is next. */
async function warmed(context, all, seconds) {
  for (const target of all) {
    const jvm = target.server.java !== undefined;
    await context.attempt(target.name, async () => {
      await wrk(target, { connections: 64, seconds: Math.max(1, Math.round(context.warm * (jvm ? seconds : Math.min(4, seconds / 3)))) });
      if (target.server.child) await settled(target.server.child.pid, context.warm * 20);
    });
  }
}

/** The same call by everybody, in turn, several rounds. */
function comparison(kind, connections, { delayed = false, one = true, warm }) {
  return async (context) => {
    await context.sequin.slow(delayed);
    const all = await targets(context, kind, { one });
    // Further ways in share most of their code with the first one, if they do not say otherwise
    await warmed(context, all.filter((it) => it.first || it.ownCode), warm);
    await warmed(context, all.filter((it) => !it.first && !it.ownCode), warm / 8);
    for (const round of context.turns()) {
      for (const [many, seconds] of Object.entries(connections)) {
        for (const target of all.filter((it) => it.first || context.mostly.includes(Number(many)))) {
          await context.attempt(target.name, async () => context.add({
            who: target.name, connections: Number(many), round,
            ...await measured(target.server, target, { connections: Number(many), seconds: context.window ?? seconds }),
          }));
        }
      }
    }
    await context.sequin.slow(false);
  };
}

/** Ten messages received and acked by their delivery; both are calls. Only ours: nobody else keeps a ledger. */
async function receiveAndAck(context) {
  const ours = (await fleet(context)).find((it) => it.name === 'ours');
  if (!ours) return;
  const target = { ...ours.ways[0], script: 'receive-ack.lua' };
  await warmed(context, [{ ...target, server: ours }], 30);
  for (const round of context.turns()) {
    for (const connections of [1, 16, 64]) {
      context.add({ who: 'ours', connections, round, ...await measured(ours, target, { connections, seconds: context.window ?? 3 }) });
    }
  }
}

/**
 * Each alone and just started: memory after ten seconds of nothing, then how fast it gets fast, second by second, and
 * memory after 100,000 calls, or what it carries in two minutes.
 */
async function fresh(context) {
  const CALLS = 100_000;
  for (const name of ['ours', ...RIVALS]) {
    await context.attempt(name, async () => {
      const [server] = await started(context, [name]);
      if (!server) return;
      await pause(10_000 * context.warm);
      const idle = look(server.child.pid);
      const way = server.ways[0];
      const target = { ...way, body: way.bodies.get };
      const curve = [];
      let calls = 0;
      while (curve.length < Math.max(1, 20 * context.warm)) {
        const second = await wrk(target, { connections: 64, seconds: 1 });
        curve.push(second.perSecond);
        calls += second.calls;
      }
      const end = Date.now() + 100_000 * context.warm;
      while (calls < CALLS && Date.now() < end) calls += (await wrk(target, { connections: 64, seconds: 2 })).calls;
      const after = look(server.child.pid);
      context.add({ who: way.name, idle: idle.rss, loaded: after.rss, calls, threads: after.threads, curve });
      await stop(server.child);
    });
  }
}

/** Connections, and for how many seconds. */
const BRIEFLY = { 1: 2, 16: 2, 64: 3, 256: 2 };

/** Those whose figures are goals come first. */
export const SCENARIOS = {
  starts,
  fresh,
  get: comparison('get', { 1: 4, 16: 3, 64: 4, 256: 3 }, { one: false, warm: 75 }),
  longPolls,
  list: comparison('list', BRIEFLY, { warm: 6 }),
  tools: comparison('tools', BRIEFLY, { warm: 6 }),
  delayed: comparison('get', BRIEFLY, { delayed: true, warm: 3 }),
  receive: receiveAndAck,
};
