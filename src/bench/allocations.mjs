#!/usr/bin/env node
// Fails when a call allocates more than it may: a figure that, unlike time, is nearly the same on every machine.
//
//   node src/bench/allocations.mjs [--app DIR]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CONTESTANTS } from './lib/contestants.mjs';
import { measured, wrk } from './lib/load.mjs';
import { stop } from './lib/machine.mjs';
import { upstream } from './lib/upstream.mjs';

const project = new URL('../../', import.meta.url).pathname;
const { values: options } = parseArgs({ options: { app: { type: 'string', default: path.join(project, 'target/quarkus-app') }, port: { type: 'string', default: '18830' } } });

/** KB per call: what was measured when this was last looked at, and at most a quarter on top. */
const BUDGETS = JSON.parse(fs.readFileSync(new URL('./allocations.json', import.meta.url)));
const work = path.join(project, 'target/bench');
fs.mkdirSync(work, { recursive: true });

const port = Number(options.port);
const sequin = await upstream(work, port);
const server = await CONTESTANTS.ours({ work, app: path.resolve(options.app), port: port + 10, at: sequin.at });
const [way] = server.ways;
let failed = 0;
for (const [what, budget] of Object.entries(BUDGETS)) {
  const target = { ...way, body: way.bodies[what] };
  // Until the compiler has seen it: what it inlines it need not allocate
  let warm = 0;
  const end = Date.now() + 15_000;
  while (warm < 30_000 && Date.now() < end) warm += (await wrk(target, { connections: 16, seconds: 3 })).calls;
  const { bytes, errors, calls } = await measured(server, target, { connections: 16, seconds: 5 });
  const used = bytes / 1024;
  const verdict = errors > 0 || used > budget;
  console.log(`${what}: ${used.toFixed(1)} KB per call of at most ${budget} (${calls} calls)${errors ? `, ${errors} errors` : ''}${verdict ? '  TOO MUCH' : ''}`);
  failed += verdict ? 1 : 0;
}
await stop(server.child);
await stop(sequin.child);
process.exit(failed ? 1 : 0);
