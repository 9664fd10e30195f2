import { setFlagsFromString } from 'node:v8';

const LOOK_EVERY = 2_000;
/** Rows a second from which on a service counts as busy, and down to which it does until it is quiet again. */
const BUSY = 40;
const QUIET = 10;

/**
 * V8 lets the heap grow as for a short-lived program: 2,000 idle connections took 47 kB each, and with this 25. (It costs
 * CPU where much is written; but without it people who came and went for ten minutes left 800 MB behind, uncollected.)
 */
export const keepHeapSmall = (): void => setFlagsFromString('--optimize-for-size');

/**
 * While `rows`, a count of what was stored so far, goes up fast, leaves out the collections that V8 makes to give memory
 * back to the system: they take what it has compiled along, and a busy service compiles it again, for a seventh of its CPU.
 */
export const followLoad = (rows: () => number): void => {
  let before = rows();
  let isBusy = false;
  setInterval(() => {
    const now = rows();
    const rate = ((now - before) * 1000) / LOOK_EVERY;
    before = now;
    const wasBusy = isBusy;
    isBusy = rate >= (wasBusy ? QUIET : BUSY);
    if (isBusy !== wasBusy) setFlagsFromString(isBusy ? '--no-memory-reducer' : '--memory-reducer');
  }, LOOK_EVERY).unref();
};
