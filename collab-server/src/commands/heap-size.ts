import { setFlagsFromString } from 'node:v8';

const LOOK_EVERY = 2_000;
/** Rows a second from which on a service counts as busy, and down to which it does until it is quiet again. */
const BUSY = 40;
const QUIET = 10;

/**
 * V8 lets the heap grow as for a short-lived program: 2,000 idle connections took 47 kB each, and with this 25. Where
 * much is written it would cost a fifth of the CPU, by collections and by compiling again what they let go.
 */
export const keepHeapSmall = (): void => setFlagsFromString('--optimize-for-size');

const letHeapGrow = (): void => setFlagsFromString('--no-optimize-for-size');

/** Lets the heap grow while `rows`, a count of what was stored so far, goes up fast. */
export const followLoad = (rows: () => number): void => {
  let before = rows();
  let isBusy = false;
  setInterval(() => {
    const now = rows();
    const rate = ((now - before) * 1000) / LOOK_EVERY;
    before = now;
    if (rate >= BUSY && !isBusy) letHeapGrow();
    else if (rate < QUIET && isBusy) keepHeapSmall();
    isBusy = rate >= (isBusy ? QUIET : BUSY);
  }, LOOK_EVERY).unref();
};
