// Load for a server that takes a call with 202 and answers on its stream of events, which wrk can't follow: as many calls
// under way as there would be connections, each followed by the next. Run on the load's core: streamed.mjs URL CONNECTIONS SECONDS
import http from 'node:http';

const [url, connections, seconds] = process.argv.slice(2);
const headers = JSON.parse(process.env.BENCH_STREAM_HEADERS);
const [before, after] = process.env.BENCH_BODY.split('"id":1,');
const agent = new http.Agent({ keepAlive: true, maxSockets: Number(connections) });
const HEAD_START = 300;
const begun = new Map();
const took = [];
let id = 1_000_000 + (process.pid % 1000) * 1_000_000;
let errors = 0;
let end = Infinity;

function next() {
  if (performance.now() > end) return;
  const body = `${before}"id":${++id},${after}`;
  begun.set(id, performance.now());
  http.request(url, { method: 'POST', agent, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } }, (answer) => {
    if (answer.statusCode !== 202) errors++;
    answer.resume();
  }).on('error', () => errors++).end(body);
}

http.get(url, { headers: { ...headers, Accept: 'text/event-stream' } }, (stream) => {
  let text = '';
  stream.setEncoding('utf8').on('data', (part) => {
    text += part;
    const events = text.split('\n\n');
    text = events.pop();
    for (const event of events) {
      const done = Number(event.match(/"id":(\d+)/)?.[1]);
      if (!begun.has(done)) continue;
      if (event.includes('"isError":true')) errors++;
      took.push(performance.now() - begun.get(done));
      begun.delete(done);
      next();
    }
  });
});

// The stream has no headers before its first event, so there is nothing to wait for
setTimeout(() => {
  end = performance.now() + Number(seconds) * 1000;
  for (let i = 0; i < Number(connections); i++) next();
}, HEAD_START);

setTimeout(() => {
  took.sort((a, b) => a - b);
  const percentile = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))];
  console.log(JSON.stringify({ calls: took.length, perSecond: took.length / Number(seconds), p50: percentile(0.5), p99: percentile(0.99), errors }));
  process.exit(0);
}, HEAD_START + Number(seconds) * 1000 + 50);
