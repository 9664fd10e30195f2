import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const SAMPLE_MS = 500;
const IDLE = 0.75;

/** Ticks of all cores together. */
const ticks = (): { idle: number; all: number } => {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const fields = first.split(/\s+/).slice(1, 9).map(Number);
  return { idle: (fields[3] ?? 0) + (fields[4] ?? 0), all: fields.reduce((sum, field) => sum + field, 0) };
};

/** Resolves once the machine has little else to do, or after the limit. */
export const calmMachine = async (limitMs: number): Promise<void> => {
  const end = performance.now() + limitMs;
  let before = ticks();
  while (performance.now() < end) {
    await sleep(SAMPLE_MS);
    const now = ticks();
    if ((now.idle - before.idle) / (now.all - before.all) >= IDLE) return;
    before = now;
  }
};
