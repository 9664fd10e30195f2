import { setTimeout as sleep } from 'node:timers/promises';
import * as Y from 'yjs';
import { BenchClient } from '../client/bench-client.ts';
import { confirm, quiet, until } from '../client/waiting.ts';
import type { TypedDocument } from '../documents/typed-document.ts';
import { type StartOptions, type TargetProcess, withServer } from '../process/target-process.ts';
import type { Target } from '../targets.ts';

/** The document of all trace scenarios. */
export const DOCUMENT = 'typed';
const LOAD_LIMIT_MS = 60_000;

/** Gives a server of its own the whole document, and ends it once that is stored. */
export const storeDocument = (target: Target, options: StartOptions, typed: TypedDocument): Promise<void> =>
  withServer(target, options, async (server) => {
    const seeder = new BenchClient(server, DOCUMENT);
    await seeder.joined;
    seeder.sendUpdate(typed.state);
    await confirm(seeder, typed.client, typed.clock);
    seeder.close();
    await sleep(1_000);
    await quiet(server);
  });

export interface Opening {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
}

/** A new client, with a real Y.Doc, until it has all of the document. Throws where the text isn't that of the trace. */
export const openDocument = async (server: TargetProcess, typed: TypedDocument): Promise<Opening> => {
  const doc = new Y.Doc();
  const spent = server.meter.start();
  const start = performance.now();
  const client = new BenchClient(server, DOCUMENT, { update: (update) => Y.applyUpdate(doc, update) });
  const isWhole = await until(() => client.sawClock(typed.client, typed.clock), LOAD_LIMIT_MS, 1);
  const milliseconds = performance.now() - start;
  await sleep(100);
  const cpuMilliseconds = spent().cpu * 1000;
  client.close();
  if (!isWhole || doc.getText('text').toString() !== typed.text) throw new Error('the document is not what was typed');
  return { milliseconds, cpuMilliseconds };
};
