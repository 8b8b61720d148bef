#!/usr/bin/env node
// The benchmark: node src/bench/bench.mjs [SCENARIO...] [--only ours,bare] [--rounds 3] [--seconds 5] [--warm 30] [--connections 1,64] [--app DIR] [--skip-prepare]
//
// Needs a packaged application, wrk, nginx with its echo module, gnuplot, and two cores. What it measures is added to
// target/bench/results.json; a scenario that is run again replaces what was measured before.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { JAVA, prepare } from './lib/contestants.mjs';
import { stop } from './lib/machine.mjs';
import { report } from './lib/report.mjs';
import { SCENARIOS } from './lib/scenarios.mjs';
import { upstream } from './lib/upstream.mjs';

const project = new URL('../../', import.meta.url).pathname;
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' }, rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '5' },
    warm: { type: 'string', default: '30' }, connections: { type: 'string' }, port: { type: 'string', default: '18810' },
    app: { type: 'string', default: path.join(project, 'target/quarkus-app') }, 'skip-prepare': { type: 'boolean' },
  },
});

const work = path.join(project, 'target/bench');
fs.mkdirSync(work, { recursive: true });
const file = path.join(work, 'results.json');
const results = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
const chosen = positionals.length > 0 ? positionals : Object.keys(SCENARIOS);
for (const name of chosen) {
  if (!SCENARIOS[name]) throw new Error(`no scenario ${name}; there are ${Object.keys(SCENARIOS).join(', ')}`);
}
if (!options['skip-prepare']) prepare();

const port = Number(options.port);
const sequin = await upstream(work, port);
const context = {
  work, app: path.resolve(options.app), project, sequin, port: port + 10, java: JAVA,
  only: options.only?.split(','), connections: options.connections?.split(',').map(Number), rounds: Number(options.rounds), seconds: Number(options.seconds), warm: Number(options.warm),
};
for (const name of chosen) {
  console.log(`=== ${name}`);
  results[name] = { at: new Date().toISOString(), samples: await SCENARIOS[name](context) };
  fs.writeFileSync(file, JSON.stringify(results, null, 1));
}
await stop(sequin.child);
await report(results, work);
process.exit(0);
