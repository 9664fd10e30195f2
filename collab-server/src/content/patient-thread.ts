import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { basename } from 'node:path';
import { workerData } from 'node:worker_threads';

/** What a thread of this script finds as its `workerData`, among what is meant for `script`. */
export interface PatientThreadData {
  /** Address of the script to run. */
  readonly script: string;
}

/**
 * Gives way to the threads that people's keystrokes go through, where all of them want a core. On Linux each thread has a
 * priority of its own; elsewhere only the whole process has one, which stays as it is.
 */
const giveWay = (): void => {
  try {
    const thread = Number(basename(readlinkSync('/proc/thread-self')));
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // No /proc, or not allowed: it shares the cores evenly.
  }
};

// Before its modules are compiled, which is much of what a thread costs that has one thing to do.
giveWay();
const { script } = workerData as PatientThreadData;
await import(script);
