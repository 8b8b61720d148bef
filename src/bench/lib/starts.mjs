// Start to the first successful initialize, with both cores: ours on either JDK, with and without a trained cache
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { CONTAINER, CONTESTANTS, JAVA, RIVALS, oursCommand, session } from './contestants.mjs';
import { javaOf, look, start, stop, until } from './machine.mjs';

const JDK17 = javaOf(17);

/** The cache that src/main/docker/train.sh makes with this Java. */
function trained(context, java, name) {
  const cache = path.join(context.work, name);
  execFileSync(path.join(context.project, 'src/main/docker/train.sh'), [cache], { cwd: context.app, env: { ...process.env, JAVA: java }, stdio: 'inherit' });
  return cache;
}

/** As it is packaged, or with a cache: who, with which Java, and its flags. */
async function variants(context) {
  const found = [];
  for (const [who, java, flag, cache] of [
    ['ours, JDK 25', JAVA], ['ours, JDK 25, AOT cache', JAVA, '-XX:AOTCache', 'app.aot'],
    ['ours, JDK 17', JDK17], ['ours, JDK 17, AppCDS', JDK17, '-XX:SharedArchiveFile', 'app.jsa'],
  ]) {
    if (!java) continue;
    await context.attempt(who, () => {
      found.push({ who, java, flags: [...CONTAINER, ...(cache ? [`${flag}=${trained(context, java, cache)}`] : [])] });
    });
  }
  return found;
}

export async function starts(context) {
  const own = !context.only || context.only.includes('ours') ? await variants(context) : [];
  const rivals = RIVALS.filter((it) => !context.only || context.only.includes(it));
  const timed = async (round, began, who, child) => {
    context.add({ who, round, ms: performance.now() - began, ...look(child.pid) });
    await stop(child);
  };
  for (const round of context.turns()) {
    for (const { who, java, flags } of own) {
      await context.attempt(who, async () => {
        const { command, cwd, env, url } = oursCommand({ ...context, at: context.sequin.at, java, flags });
        const began = performance.now();
        const child = start(command, { cwd, env, log: path.join(context.work, 'start.log') });
        await until(who, () => session(url), { child });
        await timed(round, began, who, child);
      });
    }
    for (const name of rivals) {
      await context.attempt(name, async () => {
        const began = performance.now();
        const server = await CONTESTANTS[name]({ ...context, at: context.sequin.at, pinned: null });
        await timed(round, began, server.ways[0].name, server.child);
      });
    }
  }
}
