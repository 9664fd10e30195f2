// In the place of the service's entry: several nodes of it over one database and one Redis, and a balancer before them
// that gives each connection to the next one. Whoever ends this process ends its group.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { createInterface } from 'node:readline';

const [main = '', ...args] = process.argv.slice(2);
const count = Number(process.env.COWRITE_TEST_NODES);

/** @param {string} name */
const argument = (name) => args[args.indexOf(name) + 1] ?? '';
const port = Number(argument('--port'));
const others = args.filter((_, index) => index !== args.indexOf('--port') && index !== args.indexOf('--port') + 1);

const startNode = async () => {
  const child = spawn(process.execPath, [main, '--port', '0', ...others], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  /** @type {Promise<number>} */
  const listening = new Promise((resolve) => {
    lines.on('line', (line) => {
      const found = /listening on http:\/\/[\w.[\]:]+:(\d+)/.exec(line);
      if (found) resolve(Number(found[1]));
      else console.info(line);
    });
  });
  const ended = once(child, 'exit').then(([code]) => {
    process.exitCode = code ?? 1;
    return null;
  });
  const nodePort = await Promise.race([listening, ended]);
  return { child, port: nodePort ?? process.exit(process.exitCode) };
};

// The first makes the tables.
const nodes = [await startNode()];
nodes.push(...(await Promise.all(Array.from({ length: count - 1 }, startNode))));

let turn = 0;

/**
 * The HTTP transport keeps a session at one node: whatever is asked of its document goes there.
 * @param {string} path
 */
const nodeFor = (path) => {
  const [, document] = /^\/sync\/([^/]+)\/http/.exec(path) ?? [];
  const place = document === undefined ? turn++ : [...document].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return nodes[place % nodes.length]?.port;
};

const balancer = createServer((incoming, outgoing) => {
  const { method, url = '/', headers } = incoming;
  // On a connection of its own: a node may close one that was kept at the moment that it is used again.
  const onward = request({ host: '127.0.0.1', port: nodeFor(url), method, path: url, headers, agent: false });
  incoming.pipe(onward);
  outgoing.on('close', () => onward.destroy());
  onward.on('error', (error) => {
    if (outgoing.destroyed) return;
    console.error(`balancer: ${method} ${url}: ${error.message}`);
    // Where all of it ends, pages see what they see of one node that does.
    if (outgoing.headersSent || !balancer.listening) outgoing.destroy();
    else outgoing.writeHead(502).end();
  });
  onward.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    outgoing.flushHeaders();
    answer.pipe(outgoing);
  });
});

balancer.on('upgrade', (incoming, near, head) => {
  const { url = '/', headers } = incoming;
  const onward = request({ host: '127.0.0.1', port: nodeFor(url), path: url, headers });
  near.on('error', () => onward.destroy());
  onward.on('error', () => near.destroy());
  onward.on('response', (answer) => {
    const lines = pairs(answer.rawHeaders).map(([name, value]) => `${name}: ${value}`);
    near.write(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n${lines.join('\r\n')}\r\n\r\n`);
    answer.pipe(near);
  });
  onward.on('upgrade', (answer, far, rest) => {
    const lines = pairs(answer.rawHeaders).map(([name, value]) => `${name}: ${value}`);
    near.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
    near.write(rest);
    far.write(head);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      from?.on('data', (bytes) => to?.write(bytes));
      from?.on('close', () => to?.destroy());
      from?.on('error', () => to?.destroy());
    }
  });
  onward.end();
});

/**
 * @param {string[]} raw
 * @returns {[string, string][]}
 */
const pairs = (raw) => raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));

// Longer than any client keeps a connection that it may use again.
balancer.keepAliveTimeout = 75_000;
balancer.listen(port, '127.0.0.1', () => {
  const address = balancer.address();
  const own = typeof address === 'object' && address ? address.port : port;
  console.info(`listening on http://127.0.0.1:${own}`);
});

process.on('SIGTERM', async () => {
  balancer.close();
  const codes = nodes.map(async ({ child }) => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    return (await ended)[0];
  });
  process.exit(Math.max(...(await Promise.all(codes)).map((code) => code ?? 1)));
});
