import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryDir } from '../paths.ts';
import type { Endpoint, Target } from '../targets.ts';
import { Meter } from './meter.ts';

const ANOTHER = /another at http:\/\/127\.0\.0\.1:(\d+)/;
const LISTENING = /(?:listening on http:\/\/127\.0\.0\.1:|on port )(\d+)/;
const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 15_000;

const running = new Set<ChildProcess>();

/** Each is the leader of a group, so that what it started ends with it. */
const signal = (child: ChildProcess, name: NodeJS.Signals): void => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    // It ended by itself, and the news is on its way.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

process.on('exit', () => {
  for (const child of running) signal(child, 'SIGKILL');
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => process.exit(130));

export interface StartOptions {
  /** Where it keeps documents; an empty folder unless told. */
  readonly dir?: string;
  /** For node, ahead of the program. */
  readonly nodeArgs?: readonly string[];
}

/** A server under measurement, in a process of its own. It ends with this process at the latest. */
export class TargetProcess implements Endpoint {
  readonly target: Target;
  readonly dir: string;
  readonly port: number;
  readonly #others: readonly number[];
  readonly meter: Meter;
  readonly #child: ChildProcess;

  private constructor(
    target: Target,
    dir: string,
    [port = 0, ...others]: readonly number[],
    child: ChildProcess,
    pid: number,
  ) {
    this.target = target;
    this.dir = dir;
    this.port = port;
    this.#others = others;
    this.#child = child;
    this.meter = new Meter(pid);
  }

  /** Resolves once it says where it listens; throws with what it wrote where it ends before. */
  static async start(target: Target, options: StartOptions = {}): Promise<TargetProcess> {
    const { dir = temporaryDir(target.name), nodeArgs = [] } = options;
    const { args, env } = await target.program(dir);
    const child = spawn(process.execPath, [...nodeArgs, ...args], {
      cwd: dir,
      env: { ...process.env, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    const ports = await portsOf(child, target.name);
    if (child.pid === undefined) throw new Error(`${target.name} has no process`);
    return new TargetProcess(target, dir, ports, child, child.pid);
  }

  /** How many processes of it clients can connect to. */
  get nodes(): number {
    return 1 + this.#others.length;
  }

  /** Where the client of this number connects: they are given to the nodes in turn. */
  at(client: number): Endpoint {
    const port = [this.port, ...this.#others][client % this.nodes] ?? this.port;
    return { target: this.target, port };
  }

  get isAlive(): boolean {
    return running.has(this.#child);
  }

  /** A full collection, where it was started with `collect-garbage`. */
  collectGarbage(): void {
    signal(this.#child, 'SIGUSR2');
  }

  /** Asks it to end, and insists where it doesn't in time. */
  async stop(): Promise<void> {
    if (!this.isAlive) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    signal(this.#child, 'SIGTERM');
    const inTime = await Promise.race([ended.then(() => true), sleep(STOP_LIMIT_MS, false, { ref: false })]);
    if (inTime) return;
    signal(this.#child, 'SIGKILL');
    await ended;
  }
}

/** Starts a server for the time of `use`. */
export const withServer = async <Result>(
  target: Target,
  options: StartOptions,
  use: (server: TargetProcess) => Promise<Result>,
): Promise<Result> => {
  const server = await TargetProcess.start(target, options);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
};

/** Both streams are read to the end, or a talkative server would block on a full pipe. */
const portsOf = (child: ChildProcess, name: string): Promise<number[]> =>
  new Promise((resolve, reject) => {
    const lines: string[] = [];
    const others: number[] = [];
    const fail = (why: string): void => {
      signal(child, 'SIGKILL');
      reject(new Error(`${name} ${why}:\n${lines.join('\n')}`));
    };
    const timer = setTimeout(() => fail(`did not listen within ${START_LIMIT_MS} ms`), START_LIMIT_MS);
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    child.once('close', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
    for (const stream of [child.stdout, child.stderr] as Readable[]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (lines.push(line) > 50) lines.shift();
        const other = ANOTHER.exec(line)?.[1];
        if (other !== undefined) others.push(Number(other));
        const port = LISTENING.exec(line)?.[1];
        if (port === undefined) return;
        clearTimeout(timer);
        resolve([Number(port), ...others]);
      });
    }
  });
