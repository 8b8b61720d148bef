// Start to the first successful initialize, with both cores: ours on either JDK, with and without a trained cache
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { CONTESTANTS, CONTAINER } from './contestants.mjs';
import { look, request, start, stop, until } from './machine.mjs';

const HELLO = JSON.stringify({
  jsonrpc: '2.0', id: 1, method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
});
const HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
const JDK17 = ['/usr/lib/jvm/java-17-openjdk-amd64/bin/java', '/usr/lib/jvm/temurin-17-jdk-amd64/bin/java'].find(fs.existsSync);

const answers = async (url) => (await request(url, { headers: HEADERS, body: HELLO }))?.text.includes('serverInfo');

/** The cache that src/main/docker/train.sh makes with this Java. */
function trained(context, java, name) {
  const cache = path.join(context.work, name);
  execFileSync(path.join(context.project, 'src/main/docker/train.sh'), [cache], { cwd: context.app, env: { ...process.env, JAVA: java }, stdio: 'inherit' });
  return cache;
}

export async function starts(context, { oursCommand, JAVA, say }) {
  const variants = [
    ['ours, JDK 25', JAVA, () => []],
    ['ours, JDK 25, AOT cache', JAVA, (cache) => [`-XX:AOTCache=${cache}`], 'app.aot'],
    ...(JDK17 ? [['ours, JDK 17', JDK17, () => []], ['ours, JDK 17, AppCDS', JDK17, (cache) => [`-XX:SharedArchiveFile=${cache}`], 'app.jsa']] : []),
  ].map(([who, java, flags, cache]) => ({ who, java, flags: [...CONTAINER, ...flags(cache && trained(context, java, cache))] }));
  const samples = [];
  for (let round = 1; round <= Math.max(5, context.rounds); round++) {
    for (const { who, java, flags } of variants) {
      const { command, cwd, env, url } = oursCommand({ ...context, at: context.sequin.at, java, flags });
      const began = performance.now();
      const child = start(command, { cwd, env, log: path.join(context.work, 'start.log') });
      await until(who, () => answers(url), { child });
      const sample = { who, round, ms: performance.now() - began, cpu: look(child.pid).cpu, rss: look(child.pid).rss };
      say(sample);
      samples.push(sample);
      await stop(child);
    }
    for (const name of ['bare', 'javaSdk', 'typescriptSdk', 'openapiMcpServer']) {
      if (context.only && !context.only.includes(name)) continue;
      const began = performance.now();
      const server = await CONTESTANTS[name]({ ...context, at: context.sequin.at, pinned: null });
      const sample = { who: server.ways[0].name, round, ms: performance.now() - began, cpu: look(server.child.pid).cpu, rss: look(server.child.pid).rss };
      say(sample);
      samples.push(sample);
      await stop(server.child);
    }
  }
  return samples;
}
