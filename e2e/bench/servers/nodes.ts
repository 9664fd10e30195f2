// Two processes of one server: `node nodes.js script args…`. Says where both listen, and ends with either of them.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const COUNT = 2;
const LISTENING = /listening on (http:\/\/127\.0\.0\.1:\d+)/;

const start = (): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(2)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.once('exit', (code) => process.exit(code ?? 1));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = LISTENING.exec(line)?.[1];
      if (url === undefined) console.info(line);
      else resolve(url);
    });
  });

const urls: string[] = [];
// One after the other: the first makes the tables.
while (urls.length < COUNT) urls.push(await start());
const [first, ...others] = urls;
for (const url of others) console.info(`another at ${url}`);
console.info(`listening on ${first}`);
