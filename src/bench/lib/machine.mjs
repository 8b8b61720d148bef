// Processes: started on one core, waited for, measured from outside
import { spawn, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';

const CORES = os.cpus().length;
export const SERVER_CORE = String(CORES - 1);
export const LOAD_CORE = '0';
const TICKS = 100;

/** The `java` of that version, among the JDKs beside the one on the path; undefined where there is none. */
export function javaOf(version) {
  const onPath = process.env.PATH.split(path.delimiter).map((it) => path.join(it, 'java')).find((it) => fs.existsSync(it));
  if (!onPath) return undefined;
  const homes = path.resolve(fs.realpathSync(onPath), '../../..');
  return fs.readdirSync(homes).map((it) => path.join(homes, it))
    .filter((home) => fs.existsSync(path.join(home, 'release')))
    .filter((home) => new RegExp(`^JAVA_VERSION="${version}[."]`, 'm').test(fs.readFileSync(path.join(home, 'release'), 'utf8')))
    .map((home) => path.join(home, 'bin/java'))[0];
}

const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => process.exit(130));
}
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** The command, to run on that core alone; with one core, or none given, anywhere. */
export const pinned = (command, core) => (core == null || CORES < 2 ? command : ['taskset', '-c', core, ...command]);

/** Starts a program; with a core, nowhere else. Its output goes to a file. */
export function start(command, { core, env = {}, cwd, log }) {
  const [program, ...args] = pinned(command, core);
  const output = fs.openSync(log, 'w');
  const child = spawn(program, args, { cwd, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env }, stdio: ['ignore', output, output] });
  fs.closeSync(output);
  running.add(child);
  child.ended = new Promise((resolve) => child.on('exit', (code) => { running.delete(child); resolve(code); }));
  return child;
}

export async function stop(child) {
  if (!running.has(child)) return;
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await child.ended;
  clearTimeout(late);
}

/** All that are left. */
export const stopAll = () => Promise.all([...running].map(stop));

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until the condition holds; fails after so many seconds, or when the process ends. */
export async function until(what, condition, { child, seconds = 60, every = 5 } = {}) {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end || (child && child.exitCode !== null)) throw new Error(`${what}: did not happen`);
    await pause(every);
  }
}

/** One request; an answer of { status, headers, text }, or null if there is nobody. */
export function request(url, { method = 'POST', headers = {}, body, agent } = {}) {
  return new Promise((resolve) => {
    const sent = http.request(url, { method, agent, headers: { ...headers, ...(body ? { 'content-length': Buffer.byteLength(body) } : {}) } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => (text += part))
        .on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }))
        .on('error', () => resolve(null));
    });
    sent.on('error', () => resolve(null));
    sent.end(body);
  });
}

/** What the kernel knows of a process: CPU in ms since it started, memory in MiB, threads, open files and sockets. */
export function look(pid) {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name) => Number(status.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))[1]);
  let sockets = 0;
  for (const fd of fs.readdirSync(`/proc/${pid}/fd`)) {
    try { if (fs.readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:')) sockets++; } catch { /* closed meanwhile */ }
  }
  return {
    cpu: (Number(stat[11]) + Number(stat[12])) * (1000 / TICKS),
    rss: field('VmRSS') / 1024,
    threads: field('Threads'),
    sockets,
  };
}

/** The names of its threads, as long as the kernel keeps them: 15 letters. */
export const threadNames = (pid) => fs.readdirSync(`/proc/${pid}/task`).flatMap((it) => {
  try { return [fs.readFileSync(`/proc/${pid}/task/${it}/comm`, 'utf8').trim()]; } catch { return []; /* ended meanwhile */ }
});

/** Waits until it takes less than a twentieth of a core, at most so many seconds. */
export async function settled(pid, seconds) {
  const end = Date.now() + seconds * 1000;
  for (let busy = Infinity; busy >= 25 && Date.now() < end;) {
    const before = look(pid).cpu;
    await pause(500);
    busy = look(pid).cpu - before;
  }
}

/** Asks a JVM something with the jcmd beside its java. */
export const jcmd = (java, pid, ...what) =>
  execFileSync(java.replace(/java$/, 'jcmd'), [String(pid), ...what], { encoding: 'utf8', maxBuffer: 1 << 26 });

/** Bytes that the living threads of a JVM have allocated. */
export function allocated(java, pid) {
  const unit = { B: 1, K: 1 << 10, M: 1 << 20, G: 2 ** 30, T: 2 ** 40 };
  let bytes = 0;
  for (const [, amount, of] of jcmd(java, pid, 'Thread.print', '-e').matchAll(/ allocated=([\d.]+)([BKMGT])/g)) {
    bytes += Number(amount) * unit[of];
  }
  return bytes;
}
