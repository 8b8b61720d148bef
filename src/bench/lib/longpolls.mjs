// 200 receives that wait 20 seconds each, and what other calls notice of them
import http from 'node:http';
import { call, fleet } from './contestants.mjs';
import { measured } from './load.mjs';
import { look, pause, request } from './machine.mjs';
import { QUIET } from './upstream.mjs';

const POLLS = 200;

/** The same load without the polls, with them, and without again, all in each round: what changes by itself shows. */
export async function longPolls(context) {
  const ours = (await fleet(context)).find((it) => it.name === 'ours');
  if (!ours) return;
  const way = ours.ways[0];
  const others = async () => {
    const figures = await measured(ours, { ...way, body: way.bodies.get }, { connections: 16, seconds: context.window ?? 8 });
    return { ...figures, ...look(ours.child.pid) };
  };
  for (const round of context.turns()) {
    const before = await others();
    const agent = new http.Agent({ keepAlive: false, maxSockets: POLLS });
    const polls = Array.from({ length: POLLS }, (_, i) => request(way.url, {
      agent, headers: way.headers, body: call('receive_messages', { consumer_id_or_name: QUIET, wait_seconds: 20 }).replace('"id":1', `"id":${i + 1}`),
    }));
    await pause(2000);
    const during = await others();
    const answers = await Promise.all(polls);
    const good = answers.filter((it) => it?.status === 200 && !it.text.includes('"isError":true')).length;
    const after = await others();
    context.add({
      who: 'ours', round, polls: good,
      ...Object.fromEntries(Object.entries({ Before: before, '': during, After: after })
        .flatMap(([when, it]) => ['threads', 'rss', 'p50', 'p99', 'perSecond'].map((name) => [name + when, it[name]]))),
    });
    if (good < POLLS) console.log(answers.find((it) => it?.text.includes('"isError":true'))?.text.slice(0, 400) ?? 'not all polls were answered');
  }
}
