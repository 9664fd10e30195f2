import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Gives memory back now. V8 collects when it allocates, so a service that falls quiet after thousands of pages opened
 * or left would hold on to their bytes until it is busy again. Takes some tens of milliseconds: only for quiet times.
 */
export const collectGarbage = (): void => {
  collect ??= exposed();
  collect();
};

let collect: (() => void) | null = null;

/** Node has no call for it, but V8 hands the function to contexts made after the flag is set. */
const exposed = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('typeof gc === "function" ? gc : undefined');
  setFlagsFromString('--no-expose-gc');
  return typeof gc === 'function' ? () => void gc() : () => {};
};
