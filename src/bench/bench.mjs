#!/usr/bin/env node
// The benchmark: node src/bench/bench.mjs [SCENARIO...] [--only ours,bare] [--rounds 3] [--minutes 36] [--quick] [--app DIR] [--skip-prepare]
//
// Needs a packaged application, wrk, nginx with its echo module, gnuplot, and two cores. What it measures is written to
// target/bench/results.json as it comes; a scenario that is run again replaces what was measured before. `report` alone makes
// the report of what is there. --quick is for trying out whether everything works: its
// figures mean nothing, and its report stays in target/bench.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { JAVA, prepare } from './lib/contestants.mjs';
import { stopAll } from './lib/machine.mjs';
import { report } from './lib/report.mjs';
import { SCENARIOS } from './lib/scenarios.mjs';
import { upstream } from './lib/upstream.mjs';

const project = new URL('../../', import.meta.url).pathname;
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' }, rounds: { type: 'string', default: '3' }, minutes: { type: 'string', default: '36' }, quick: { type: 'boolean' },
    port: { type: 'string', default: '18810' }, app: { type: 'string', default: path.join(project, 'target/quarkus-app') }, 'skip-prepare': { type: 'boolean' },
  },
});

const work = path.join(project, 'target/bench');
fs.mkdirSync(work, { recursive: true });
const file = path.join(work, 'results.json');
const results = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
if (positionals.join() === 'report') {
  report(results);
  process.exit(0);
}
const chosen = positionals.length > 0 ? positionals : Object.keys(SCENARIOS);
for (const name of chosen) {
  if (!SCENARIOS[name]) throw new Error(`no scenario ${name}; there are ${Object.keys(SCENARIOS).join(', ')}`);
}
if (!options['skip-prepare']) prepare();

const began = Date.now();
const minutes = () => ((Date.now() - began) / 60_000).toFixed(1);
const end = began + Number(options.minutes) * 60_000;
const failures = [];
const port = Number(options.port);
const rounds = Number(options.rounds);
const context = {
  work, app: path.resolve(options.app), project, sequin: await upstream(work, port), port: port + 10, java: JAVA,
  only: options.only?.split(','), mostly: [1, 64],
  warm: options.quick ? 0.1 : 1, window: options.quick ? 1 : undefined,
  /** The rounds; when the time is up, no more than one. */
  * turns(most = rounds) {
    for (let round = 1; round <= most; round++) {
      if (round > 1 && Date.now() > end) return;
      yield round;
    }
  },
  /** What fails for one is told and takes nothing from the others. */
  async attempt(who, what) {
    try {
      return await what();
    } catch (e) {
      failures.push(`${who}: ${e.message}`);
      console.error(`FAILED: ${who}: ${e.stack}`);
      return undefined;
    }
  },
};
for (const name of chosen) {
  console.log(`=== ${name}, after ${minutes()} minutes`);
  const samples = [];
  const add = (sample) => {
    samples.push(sample);
    console.log(Object.entries(sample).map(([key, value]) => `${key}=${typeof value === 'number' ? Math.round(value * 1000) / 1000 : value}`).join(' '));
    results[name] = { at: new Date().toISOString(), samples };
    fs.writeFileSync(file, JSON.stringify(results, null, 1));
  };
  await context.attempt(name, () => SCENARIOS[name](Object.assign(context, { add })));
}
console.log(`=== done after ${minutes()} minutes`);
await stopAll();
report(results, options.quick ? work : undefined);
failures.forEach((it) => console.error(`FAILED: ${it}`));
process.exit(failures.length > 0 ? 1 : 0);
