import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

/** Nice values of this process's threads, by thread (proc(5): the 19th field, the 17th behind the name). */
const priorities = (): Map<string, number> =>
  new Map(
    readdirSync('/proc/self/task').map((thread) => {
      const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
      return [thread, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])];
    }),
  );

const isLinux = process.platform === 'linux';
if (!isLinux) process.stdout.write('SKIPPED: only Linux has a priority for each thread\n');

test.skipIf(!isLinux)('the thread alone gives way, and runs the script that it is given', async () => {
  const before = priorities();
  const script = `data:text/javascript,import { parentPort, workerData } from 'node:worker_threads';
    parentPort.on('message', () => {}); parentPort.postMessage(workerData.note);`;
  const worker = new Worker(new URL('../../dist/content/patient-thread.js', import.meta.url), {
    workerData: { script, note: 'here' },
  });
  expect(await once(worker, 'message')).toEqual(['here']);
  const after = priorities();
  const lowered = [...after].filter(([thread, nice]) => nice !== (before.get(thread) ?? before.get(`${process.pid}`)));
  expect(lowered.map(([, nice]) => nice)).toEqual([10]);
  await worker.terminate();
});
