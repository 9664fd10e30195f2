import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
const NANOSECONDS = 1e9;
/** Tells the kernel to start the peak of the resident set anew. */
const RESET_PEAK = '5';

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It ended meanwhile.
    return '';
  }
};

interface ProcessStat {
  readonly parent: number;
  /** Seconds, its own and those of children that it waited for. */
  readonly cpu: number;
}

/** The name stands in parentheses and may hold anything, so fields count from the last one. */
const statOf = (pid: number): ProcessStat | null => {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === '') return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { parent: Number(fields[1]), cpu: ticks / TICKS_PER_SECOND };
};

const processTree = (root: number): number[] => {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const stat = Number.isInteger(pid) ? statOf(pid) : null;
    if (stat) children.set(stat.parent, [...(children.get(stat.parent) ?? []), pid]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
};

interface Schedule {
  readonly ran: number;
  readonly waited: number;
}

/** Of the threads that live, in nanoseconds' resolution. */
const scheduleOf = (pid: number): Schedule => {
  let [ran, waited] = [0, 0];
  for (const thread of threadsOf(pid)) {
    const [onCore = '0', onQueue = '0'] = read(`/proc/${pid}/task/${thread}/schedstat`).split(' ');
    ran += Number(onCore) / NANOSECONDS;
    waited += Number(onQueue) / NANOSECONDS;
  }
  return { ran, waited };
};

const threadsOf = (pid: number): string[] => {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
};

export interface Effort {
  /** CPU seconds. */
  readonly cpu: number;
  /** Of the time that threads wanted to run, the share in which they had no core: how much the machine's other work disturbed. */
  readonly starved: number;
}

/** What a process, its threads and its children cost, from Linux' `/proc`. */
export class Meter {
  readonly #pid: number;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /**
   * CPU seconds so far. `stat` counts in hundredths, rounded down, and `schedstat` leaves out threads that ended: the
   * larger of the two is the nearer.
   */
  cpu(): number {
    return this.#sum((pid) => Math.max(statOf(pid)?.cpu ?? 0, scheduleOf(pid).ran));
  }

  /** Begins to measure; what it returns says what was spent since. */
  start(): () => Effort {
    const before = { cpu: this.cpu(), waited: this.#waited() };
    return () => {
      const cpu = this.cpu() - before.cpu;
      const waited = this.#waited() - before.waited;
      return { cpu, starved: waited / (cpu + waited) };
    };
  }

  /** MB of memory in use. */
  resident(): number {
    return this.#status('VmRSS');
  }

  /** MB at most since `resetPeak`. */
  peak(): number {
    return this.#status('VmHWM');
  }

  resetPeak(): void {
    for (const pid of processTree(this.#pid)) writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
  }

  /** Bytes handed to the block layer: whole pages, each time that they are. */
  written(): number {
    return this.#sum((pid) => Number(/^write_bytes: (\d+)/m.exec(read(`/proc/${pid}/io`))?.[1] ?? 0));
  }

  #waited(): number {
    return this.#sum((pid) => scheduleOf(pid).waited);
  }

  #status(field: string): number {
    const line = new RegExp(`${field}:\\s+(\\d+)`);
    return this.#sum((pid) => Number(line.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024);
  }

  #sum(figure: (pid: number) => number): number {
    return processTree(this.#pid).reduce((sum, pid) => sum + figure(pid), 0);
  }
}
