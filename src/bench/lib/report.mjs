// From samples to the table of the README and its plots: medians over the rounds
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const BENCH = new URL('../', import.meta.url).pathname;

function median(values) {
  const sorted = values.filter((it) => Number.isFinite(it)).sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** One row for each contestant and number of connections, in the order they were measured, with the median of each figure. */
function medians(samples) {
  const rows = new Map();
  for (const sample of samples) {
    const key = `${sample.who}/${sample.connections ?? ''}`;
    if (!rows.has(key)) rows.set(key, []);
    rows.get(key).push(sample);
  }
  return [...rows.values()].map((group) => Object.fromEntries(Object.keys(group[0]).map((name) =>
    [name, typeof group[0][name] === 'number' ? median(group.map((it) => it[name])) : group[0][name]])));
}

const number = (value, digits = 0) => Number.isFinite(value)
  ? value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }) : '-';
const ms = (value) => number(value, value < 10 ? 2 : value < 100 ? 1 : 0);
const cell = (row, of) => (row ? of(row) : '-');

export function table(head, rows) {
  return [`| ${head.join(' | ')} |`, `|${head.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
}

const names = (rows) => [...new Set(rows.map((it) => it.who))];
const counts = (rows) => [...new Set(rows.map((it) => it.connections))].sort((a, b) => a - b);

/** Calls a second, with the ratio to ours, and p50/p99. */
function comparison(rows) {
  const at = (who, connections) => rows.find((it) => it.who === who && it.connections === connections);
  const many = counts(rows);
  const most = many.includes(64) ? 64 : many.at(-1);
  const head = ['', ...many.map((it) => `calls/s at ${it}`), `ours is × at ${most}`, ...many.map((it) => `p50 / p99 ms at ${it}`), `CPU ms per 1,000 at ${most}`, `KB allocated per call at ${most}`];
  return table(head, names(rows).map((who) => [
    who,
    ...many.map((it) => cell(at(who, it), (row) => number(row.perSecond))),
    cell(at(who, most), (row) => number((at('ours', most)?.perSecond ?? NaN) / row.perSecond, 2)),
    ...many.map((it) => cell(at(who, it), (row) => `${ms(row.p50)} / ${ms(row.p99)}`)),
    cell(at(who, most), (row) => number(row.cpu)),
    cell(at(who, most), (row) => number(row.bytes / 1024, 1)),
  ]));
}

const goal = (what, value, reached, target) => `| ${what} | ${value} | ${target} | ${reached ? 'yes' : '**no**'} |`;

function goals(all) {
  const lines = ['| goal | measured | wanted | reached |', '|---|---:|---:|---|'];
  if (all.get) {
    const at = (who, connections) => all.get.find((it) => it.who === who && it.connections === connections);
    const ours = at('ours', 64)?.perSecond;
    const npm = Math.max(...['TypeScript SDK', 'openapi-mcp-server'].map((it) => at(it, 64)?.perSecond ?? NaN));
    const ratio = (what, other, wanted) => lines.push(goal(what, `${number(ours / other, 2)} ×`, ours / other >= wanted, `${wanted} ×`));
    ratio('calls/s at 64 connections, to the fastest npm contestant', npm, 4);
    ratio('… to the official Java SDK', at('Java SDK', 64)?.perSecond, 3.5);
    ratio('… to the same with sessions', at('Java SDK, session', 64)?.perSecond, 3.5);
    ratio('… to the bare extension', at('bare extension', 64)?.perSecond, 0.7);
    ratio('… to nginx as a plain proxy', at('nginx', 64)?.perSecond, 0.17);
    const added = at('ours', 1)?.p50 - at('direct', 1)?.p50;
    lines.push(goal('p50 added at one connection', `${number(added, 2)} ms`, added <= 0.35, '0.35 ms'));
  }
  const start = (who) => all.starts?.find((it) => it.who === who)?.ms / 1000;
  for (const [who, most] of [['ours, JDK 25, AOT cache', 1.0], ['ours, JDK 17, AppCDS', 2.5]]) {
    if (Number.isFinite(start(who))) lines.push(goal(`first initialize: ${who}`, `${number(start(who), 2)} s`, start(who) <= most, `${most} s`));
  }
  const memory = all.fresh?.find((it) => it.who === 'ours');
  if (memory) {
    lines.push(goal('RSS idle', `${number(memory.idle)} MiB`, memory.idle <= 200, '200 MiB'));
    if (memory.calls >= 100_000) lines.push(goal('RSS after 100,000 calls', `${number(memory.loaded)} MiB`, memory.loaded <= 260, '260 MiB'));
  }
  const polls = all.longPolls?.[0];
  if (polls) {
    lines.push(goal('threads added by 200 long polls', number(polls.threads - polls.threadsBefore), polls.threads - polls.threadsBefore < 20, 'none per poll'));
    const without = (polls.p99Before + polls.p99After) / 2;
    lines.push(goal("others' p99 during 200 long polls", `${number(polls.p99 / without, 2)} ×`, polls.p99 <= 2 * without, '2 ×'));
  }
  return lines.join('\n');
}

const TITLES = {
  get: ['One `get_sink`, upstream at once', comparison],
  delayed: ['One `get_sink`, upstream after 5 ms', comparison],
  list: ['A list of 20 sinks', comparison],
  tools: ['`tools/list`', comparison],
  receive: ['Ten messages received, then acked (both count)', comparison],
  starts: ['Start to the first `initialize`, both cores', (rows) => table(['', 's', 'CPU s', 'RSS MiB'],
    rows.map((it) => [it.who, number(it.ms / 1000, 2), number(it.cpu / 1000, 2), number(it.rss)]))],
  fresh: ['Memory, each just started', (rows) => table(['', 'RSS MiB idle', 'RSS MiB after calls', 'calls', 'threads'],
    rows.map((it) => [it.who, number(it.idle), number(it.loaded), number(it.calls), number(it.threads)]))],
  longPolls: ['200 long polls of 20 s beside 16 connections of `get_sink`', (rows) => table(['', 'before', 'during', 'after'], rows.flatMap((it) => [
    ...[['threads', 'threads', number], ['RSS MiB', 'rss', number], ['calls/s', 'perSecond', number], ['p50 ms', 'p50', ms], ['p99 ms', 'p99', ms]]
      .map(([what, name, shown]) => [what, shown(it[`${name}Before`]), shown(it[name]), shown(it[`${name}After`])]),
    ['polls answered well', '', number(it.polls), '']]))],
};

/** Puts it between the two markers of that name in the README, or in a copy of it. */
export function place(name, what, to = BENCH) {
  const from = fs.existsSync(path.join(to, 'README.md')) ? to : BENCH;
  const text = fs.readFileSync(path.join(from, 'README.md'), 'utf8');
  const marked = new RegExp(`(<!-- ${name}:start -->\\n)[\\s\\S]*(<!-- ${name}:end -->)`);
  fs.writeFileSync(path.join(to, 'README.md'), text.replace(marked, (_, start, end) => `${start}${what}\n\n${end}`));
}

/** The results in the README, and beside it the plots; or in a copy of it. */
export function report(results, to = BENCH) {
  const all = Object.fromEntries(Object.entries(results).map(([name, { samples }]) => [name, medians(samples)]));
  const when = Object.values(results).map((it) => it.at).sort().at(-1).slice(0, 10);
  const sections = [`Measured ${when} on ${os.cpus().length} cores of ${os.cpus()[0].model.trim()}, Node ${process.versions.node}.`, goals(all)];
  for (const [name, [title, render]] of Object.entries(TITLES)) {
    if (all[name]) sections.push(`### ${title}`, render(all[name]));
  }
  plots(results, all, path.join(to, 'plots'));
  place('results', sections.join('\n\n'), to);
}

function plots(results, all, dir) {
  const plot = (...what) => drawn(dir, ...what);
  fs.mkdirSync(dir, { recursive: true });
  const lines = (rows, x, y) => names(rows).map((who) => ({ who, points: rows.filter((it) => it.who === who).map((it) => [it[x], it[y]]) }));
  if (all.get) {
    plot('calls', 'get_sink: calls per second', 'connections', lines(all.get.filter((it) => it.who !== 'direct' && it.who !== 'nginx'), 'connections', 'perSecond'), 'set logscale x 2');
    plot('p99', 'get_sink: p99 in ms', 'connections', lines(all.get, 'connections', 'p99'), 'set logscale xy');
  }
  if (results.fresh) {
    const series = results.fresh.samples.map(({ who, curve }) => ({ who, points: curve.map((perSecond, i) => [i + 1, perSecond]) }));
    plot('warm-up', 'get_sink at 64 connections: calls per second after a start', 'second', series, '');
  }
}

function drawn(dir, name, title, x, series, more) {
  const data = series.map(({ who, points }, i) => `$d${i} << EOD\n${points.map((it) => it.join(' ')).join('\n')}\nEOD`).join('\n');
  const script = `set terminal svg size 720,420 background "white" font "sans,12"
set output "${path.join(dir, `${name}.svg`)}"
set title "${title}"
set xlabel "${x}"
set key outside right
set grid
set yrange [0:*]
${more}
${more.includes('xy') ? 'set yrange [*:*]' : ''}
${data}
plot ${series.map(({ who }, i) => `$d${i} using 1:2 with linespoints title "${who}"`).join(', ')}
`;
  execFileSync('gnuplot', ['-'], { input: script });
}
