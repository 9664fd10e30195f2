import { setTimeout as sleep } from 'node:timers/promises';
import type { TargetProcess } from '../process/target-process.ts';
import type { BenchClient } from './bench-client.ts';

const ASK_AGAIN_MS = 1_000;
const QUIET_MS = 1_500;
const QUIET_SHARE = 0.05;

/** Whether `condition` came true within the limit. */
export const until = async (condition: () => boolean, limitMs: number, stepMs = 5): Promise<boolean> => {
  const end = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > end) return false;
    await sleep(stepMs);
  }
  return true;
};

/** Resolves once the server's own state, asked for anew, has a client's clock; throws where it never does. */
export const confirm = async (asking: BenchClient, client: number, clock: number, limitMs = 60_000): Promise<void> => {
  const end = performance.now() + limitMs;
  while (!asking.sawClock(client, clock)) {
    if (performance.now() > end) throw new Error(`the server did not come to have clock ${clock}`);
    asking.ask();
    await until(() => asking.sawClock(client, clock), ASK_AGAIN_MS);
  }
};

/** Resolves once the server does next to nothing, so that what it had queued is done; with the seconds that took. */
export const quiet = async ({ meter }: TargetProcess, limitMs = 120_000): Promise<number> => {
  const start = performance.now();
  for (;;) {
    const before = meter.cpu();
    await sleep(QUIET_MS);
    const share = (meter.cpu() - before) / (QUIET_MS / 1000);
    const passed = performance.now() - start;
    if (share <= QUIET_SHARE || passed > limitMs) return Math.max(0, passed - QUIET_MS) / 1000;
  }
};
