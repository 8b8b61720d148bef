// The Sequin that all contestants have behind them: nginx with bodies that a real one answered, at once or after 5 ms, or with faults
import fs from 'node:fs';
import path from 'node:path';
import { LOAD_CORE, pause, request, start, stop, until } from './machine.mjs';

const RECORDINGS = new URL('../../test/resources/recordings/', import.meta.url).pathname;
const body = (name) => JSON.parse(fs.readFileSync(RECORDINGS + name, 'utf8')).response.body;

export const SINK = 'orders-stream';
/** A stream with nothing in it: a receive waits, as long as it is asked to; a longer wait asks several times. */
export const QUIET = 'quiet-stream';
const QUIET_SECONDS = 5;
const QUIET_ID = '00000000-0000-4000-8000-000000000001';
export const TOKEN = 'a-token-as-long-as-those-of-sequin-are';

/** What is asked for, as it was recorded; every file of one shape, so that nothing has to be made up. */
function bodies() {
  const sink = body('199-sinks-get-by-name.json');
  const sinks = [...body('310-sinks-list-2.json').data, ...body('198-sinks-list.json').data,
    ...['255-sinks-get-rabbitmq.json', '258-sinks-get-nats.json', '266-sinks-get-elasticsearch.json', '270-sinks-get-typesense.json'].map(body)];
  const distinct = [...new Map(sinks.map((it) => [it.id, it])).values()].slice(0, 20);
  if (distinct.length < 20) throw new Error(`only ${distinct.length} recorded sinks`);
  const messages = body('420-receive-after-unpause.json').data.slice(0, 10)
    // Sequin gives an id once, and each change has a key of its own; nginx puts new ones in place of the first half
    .map(({ data, ack_id }) => ({
      data: { ...data, metadata: { ...data.metadata, idempotency_key: `NEWNEWNE-WNEW-4NEW-8NEW-${data.metadata.idempotency_key}` } },
      ack_id: `NEWNEWNE-WNEW-4NEW-8NEW-${ack_id.slice(-12)}`,
    }));
  return {
    'sink.json': sink,
    'quiet.json': { ...sink, id: QUIET_ID, name: QUIET },
    'sinks.json': { data: distinct },
    'messages.json': { data: messages },
    'none.json': { data: [] },
    'ack.json': body('374-ack-ok.json'),
    'version.json': body('005-info-version.json'),
  };
}

const server = (port, dir, { delay, faults }) => `
  server {
    listen 127.0.0.1:${port} backlog=4096;
    root ${dir};
    ${faults ? 'if ($faulty) { return 500 \'{"errors":{"detail":"Internal Server Error"}}\'; }' : ''}
    ${[['~ ^/api/sinks/(?!quiet-)[^/]+$', 'sink'], ['= /api/sinks', 'sinks'], ['~ ^/api/sinks/quiet-[^/]+$', 'quiet'],
      ['~ /receive$', 'messages'], [`~ /${QUIET_ID}/receive$`, 'none'], ['~ /(ack|nack)$', 'ack'], ['= /info/version', 'version']]
      .sort(([a], [b]) => b.length - a.length)
      .map(([where, file]) => location(where, file, delay)).join('')}
  }`;

/** The static module takes no POST, and answers one after an internal redirect. */
function location(where, file, delay) {
  const wait = file === 'none' ? `echo_sleep ${QUIET_SECONDS}; echo_exec @none;` : delay ? `echo_sleep ${delay}; echo_exec @${file};` : '';
  return `
    location ${where} { ${wait || `error_page 405 =200 /${file}.json; rewrite ^ /${file}.json break; ${fresh(file)}`} }
    ${wait ? `location @${file} { error_page 405 =200 /${file}.json; rewrite ^ /${file}.json break; ${fresh(file)} }` : ''}
    location = /${file}.json { ${fresh(file)} }`;
}

const fresh = (file) => file === 'messages'
  ? "sub_filter_types application/json; sub_filter_once off; sub_filter 'NEWNEWNE-WNEW-4NEW-8NEW-' '$fresh';" : '';

const conf = (dir, port, delay) => `
daemon off;
master_process off;
pid ${dir}/nginx.pid;
error_log ${dir}/error.log error;
load_module /usr/lib/nginx/modules/ngx_http_echo_module.so;
events { worker_connections 4096; }
http {
  access_log off;
  default_type application/json;
  types { application/json json; }
  tcp_nodelay on;
  keepalive_timeout 3600s;
  keepalive_requests 1000000000;
  open_file_cache max=100 inactive=1h;
  client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy; fastcgi_temp_path ${dir}/fastcgi; uwsgi_temp_path ${dir}/uwsgi; scgi_temp_path ${dir}/scgi;
  map $request_id $fresh { "~^(.{8})(.{4}).(.{3}).(.{3})" "$1-$2-4$3-8$4-"; }
  split_clients $request_id $faulty { 1% 1; * ""; }
  ${server(port, dir, { delay })}
  ${server(port + 1, dir, { faults: true })}
}`;

/** Starts it on two ports: one that can be told to answer after 5 ms, and one whose every hundredth answer is a 500. */
export async function upstream(work, port) {
  const dir = path.join(work, 'upstream');
  fs.mkdirSync(dir, { recursive: true });
  for (const [name, content] of Object.entries(bodies())) fs.writeFileSync(path.join(dir, name), JSON.stringify(content));
  const configure = (delay) => fs.writeFileSync(path.join(dir, 'nginx.conf'), conf(dir, port, delay));
  configure(0);
  let child;
  const begin = async () => {
    child = start(['nginx', '-c', path.join(dir, 'nginx.conf')], { core: LOAD_CORE, log: path.join(dir, 'log') });
    await until('nginx', async () => (await request(`http://127.0.0.1:${port}/api/sinks`, { method: 'GET' }))?.status === 200, { child });
    await pause(100);
    if (child.exitCode !== null) throw new Error(`nginx does not start: ${fs.readFileSync(path.join(dir, 'error.log'), 'utf8').split('\n').at(-2)}`);
  };
  await begin();
  let slow = false;
  return {
    get child() { return child; },
    at: `http://127.0.0.1:${port}`, faulty: `http://127.0.0.1:${port + 1}`,
    /** Whether it takes 5 ms for each answer. The port stays, so whoever is before it stays warm; connections are made anew. */
    async slow(wanted) {
      if (wanted === slow) return;
      slow = wanted;
      configure(slow ? 0.005 : 0);
      await stop(child);
      await begin();
      await pause(1000);
    },
  };
}
