// Load: wrk on the other core, with the same call again and again
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LOAD_CORE, allocated, look, pinned } from './machine.mjs';

const execute = promisify(execFile);
const SCRIPTS = new URL('../wrk/', import.meta.url).pathname;
const STREAMED = new URL('./streamed.mjs', import.meta.url).pathname;
const MILLIS = { us: 0.001, ms: 1, s: 1000, m: 60_000 };

/** What wrk says, in calls per second and milliseconds. */
function parse(output) {
  const number = (pattern) => Number(output.match(pattern)?.[1] ?? 0);
  const percentile = (which) => {
    const found = output.match(new RegExp(`^\\s+${which}%\\s+([\\d.]+)(us|ms|s|m)`, 'm'));
    return found ? Number(found[1]) * MILLIS[found[2]] : NaN;
  };
  const sockets = output.match(/Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/);
  return {
    calls: number(/(\d+) requests in/),
    perSecond: number(/Requests\/sec:\s+([\d.]+)/),
    p50: percentile('50'),
    p99: percentile('99'),
    errors: number(/Non-2xx or 3xx responses: (\d+)/) + (sockets ? sockets.slice(1).reduce((sum, it) => sum + Number(it), 0) : 0),
  };
}

/**
 * Calls for so many seconds over so many connections.
 *
 * @param target { url, headers, body } of one call, or { url, headers, script }
 */
export async function wrk(target, { connections, seconds }) {
  if (target.streamed) return streamed(target, { connections, seconds });
  const command = ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '--timeout', '30s',
    '-s', SCRIPTS + (target.script ?? 'call.lua'), target.url];
  const headers = Object.entries(target.headers ?? {}).map(([name, value]) => `${name}: ${value}`).join('\n');
  return parse(await run(command, { BENCH_BODY: target.body ?? '', BENCH_HEADERS: headers }));
}

async function streamed({ url, headers, body }, { connections, seconds }) {
  const command = ['node', STREAMED, url, String(connections), String(seconds)];
  return JSON.parse(await run(command, { BENCH_BODY: body, BENCH_STREAM_HEADERS: JSON.stringify(headers) }));
}

/** Runs it on the load's core: what it prints. */
async function run(command, env) {
  const [program, ...args] = pinned(command, LOAD_CORE);
  return (await execute(program, args, { env: { ...process.env, ...env } })).stdout;
}

/** The same, with what it cost the server: CPU ms per 1,000 calls, and of a JVM the bytes it allocated per call. */
export async function measured(server, target, how) {
  const pid = server?.child?.pid;
  const before = pid && { ...look(pid), bytes: server.java && allocated(server.java, pid) };
  const result = await wrk(target, how);
  if (before && result.calls > 0) {
    const after = { ...look(pid), bytes: server.java && allocated(server.java, pid) };
    result.cpu = ((after.cpu - before.cpu) / result.calls) * 1000;
    if (server.java) result.bytes = (after.bytes - before.bytes) / result.calls;
  }
  return result;
}
