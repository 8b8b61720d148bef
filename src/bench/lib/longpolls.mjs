// 200 receives that wait 20 seconds each, and what other calls notice of them
import http from 'node:http';
import { call } from './contestants.mjs';
import { measured } from './load.mjs';
import { look, pause, request, stop } from './machine.mjs';
import { QUIET } from './upstream.mjs';

const POLLS = 200;

export async function longPolls(context, { started, say }) {
  const [server] = await started({ ...context, only: ['ours'] }, ['ours'], context.sequin.at);
  const way = server.ways[0];
  const others = { ...way, body: way.bodies.get };
  const load = { connections: 16, seconds: 8 };
  await measured(server, others, { connections: 16, seconds: context.warm });
  const samples = [];
  for (let round = 1; round <= context.rounds; round++) {
    const without = { ...await measured(server, others, load), ...look(server.child.pid) };
    const agent = new http.Agent({ keepAlive: false, maxSockets: POLLS });
    const polls = Array.from({ length: POLLS }, (_, i) => request(way.url, {
      agent, headers: way.headers, body: call('receive_messages', { consumer_id_or_name: QUIET, wait_seconds: 20 }).replace('"id":1', `"id":${i + 1}`),
    }));
    await pause(2000);
    const during = look(server.child.pid);
    const withPolls = await measured(server, others, load);
    const answers = await Promise.all(polls);
    const good = answers.filter((it) => it?.status === 200 && !it.text.includes('"isError":true')).length;
    const sample = {
      who: 'ours', round, polls: good, threadsBefore: without.threads, threads: during.threads, rssBefore: without.rss, rss: during.rss,
      p50Before: without.p50, p50: withPolls.p50, p99Before: without.p99, p99: withPolls.p99, perSecondBefore: without.perSecond, perSecond: withPolls.perSecond,
    };
    say(sample);
    if (good < POLLS) console.log(answers.find((it) => it?.text.includes('"isError":true'))?.text.slice(0, 400));
    samples.push(sample);
  }
  await stop(server.child);
  return samples;
}
