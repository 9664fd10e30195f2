import { setFlagsFromString } from 'node:v8';

const LOOK_EVERY = 2_000;
/** Rows a second from which on a service counts as busy, and down to which it does. */
const BUSY = 40;
const QUIET = 10;
/** It does until it has been quiet for so many looks, as long as V8 takes to begin once it may. */
const LOOKS = 4;

/**
 * V8 lets the heap grow as for a short-lived program: 2,000 idle connections took 47 kB each, and with this 25. (It costs
 * CPU where much is written; but without it people who came and went for ten minutes left 800 MB behind, uncollected.)
 *
 * Young objects, a megabyte or two, are collected by the thread that made them. V8 would wake all its helpers for that, a
 * twentieth of the CPU where much is written.
 */
export const keepHeapSmall = (): void => {
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--no-parallel-scavenge');
};

/**
 * While `rows`, a count of what was stored so far, goes up fast, leaves out the collections that V8 makes to give memory
 * back to the system: they take what it has compiled along, and a busy service compiles it again, for a seventh of its CPU.
 */
export const followLoad = (rows: () => number): void => {
  let before = rows();
  let looksLeft = 0;
  setInterval(() => {
    const now = rows();
    const rate = ((now - before) * 1000) / LOOK_EVERY;
    before = now;
    const wasBusy = looksLeft > 0;
    if (rate >= (wasBusy ? QUIET : BUSY)) looksLeft = LOOKS;
    else if (wasBusy) looksLeft--;
    const isBusy = looksLeft > 0;
    if (isBusy !== wasBusy) setFlagsFromString(isBusy ? '--no-memory-reducer' : '--memory-reducer');
  }, LOOK_EVERY).unref();
};
