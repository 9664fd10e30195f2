import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** What keeps a test of this kind from running here, in a sentence; null where nothing does. Said aloud: a skipped test proves nothing. */
const withoutOr = (what: string, works: boolean): string | null => {
  if (works) return null;
  console.warn(`SKIPPED: ${what}`);
  return what;
};

export const withoutStrace = withoutOr(
  'strace can not be run here, so no system call can be made to fail',
  spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0,
);

export const withoutMount = withoutOr(
  'no file system can be mounted here (that takes root), so no disk can be filled',
  (() => {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
    const mounted = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
    return mounted;
  })(),
);

/** A file system of its own, in memory and small. */
export class SmallDisk {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async mount(megabytes: number): Promise<SmallDisk> {
    const path = await mkdtemp(join(tmpdir(), 'cowrite-disk-'));
    run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
    return new SmallDisk(path);
  }

  remount(options: string): void {
    run('mount', ['-o', `remount,${options}`, this.path]);
  }

  async unmount(): Promise<void> {
    run('umount', ['--lazy', this.path]);
    await rm(this.path, { recursive: true, force: true });
  }
}

const run = (command: string, args: readonly string[]): void => {
  const { status, stderr } = spawnSync(command, args);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
};

/** The calls that put a file's bytes on stable storage; SQLite is built to use one or the other. */
export const SYNC = 'fsync,fdatasync';

/** Attached to a process, changes what the system answers to it: `pwrite64:error=EIO`, `fsync:signal=KILL:when=7`. */
export class Injection {
  readonly #strace: ChildProcess;

  private constructor(strace: ChildProcess) {
    this.#strace = strace;
  }

  /** Resolves once every thread of the process is held. */
  static async into(pid: number, rule: string): Promise<Injection> {
    const [call] = rule.split(':');
    const args = ['-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', 'signal=none', '-e', `inject=${rule}`];
    const strace = spawn('strace', [...args, '-p', String(pid)], { stdio: 'ignore' });
    const isHeld = () =>
      readdirSync(`/proc/${pid}/task`).every((task) => {
        const status = readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8');
        return Number(/TracerPid:\s+(\d+)/.exec(status)?.[1]) === strace.pid;
      });
    for (const end = Date.now() + 10_000; !isHeld(); await delay(2)) {
      if (Date.now() > end) throw new Error('strace did not attach');
    }
    return new Injection(strace);
  }

  /** Lets the process go: the system answers as it is. */
  async end(): Promise<void> {
    if (this.#strace.exitCode !== null || this.#strace.signalCode !== null) return;
    const ended = once(this.#strace, 'exit');
    this.#strace.kill('SIGTERM');
    await ended;
  }
}

/** `ok`, or what SQLite finds wrong with the file of a data directory that no server has open. */
export const integrityOf = (data: string): string => {
  const require = createRequire(fileURLToPath(new URL('../../storage/package.json', import.meta.url)));
  const Sqlite = require(Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20');
  const db = new Sqlite(join(data, 'cowrite.sqlite'));
  try {
    return db.pragma('integrity_check', { simple: true });
  } finally {
    db.close();
  }
};

/** The status of the server's `/ready`. */
export const readiness = async (url: string): Promise<number> =>
  (await fetch(`${url}/ready`, { headers: { connection: 'close' } })).status;

export const untilReady = async (url: string, status: number): Promise<void> => {
  for (const end = Date.now() + 10_000; (await readiness(url)) !== status; await delay(10)) {
    if (Date.now() > end) throw new Error(`/ready did not come to say ${status}`);
  }
};
