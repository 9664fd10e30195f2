import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './find-program.mjs';
import { endWithTests, freePort, type RunningService, type UserIds, unprivileged } from './service-process.ts';

const USER = 'postgres';

/** A PostgreSQL of the tests' own, that can be stopped, frozen, killed and started again on its port and data. */
export class PostgresService implements RunningService {
  readonly url: string;
  readonly #dir: string;
  readonly #port: number;
  readonly #ids: UserIds | Record<string, never>;
  readonly #settings: readonly string[];
  #process: ChildProcess | null = null;
  #databases = 0;

  /** Each setting is `name=value`. Without `fsync=off`, as it is unless told, each commit waits for the disk. */
  static async start(settings: readonly string[] = ['fsync=off']): Promise<PostgresService> {
    const service = new PostgresService(await freePort(), settings);
    service.#initialise();
    await service.start();
    return service;
  }

  private constructor(port: number, settings: readonly string[]) {
    this.#port = port;
    this.#settings = settings;
    this.#ids = unprivileged(USER) ?? {};
    this.#dir = mkdtempSync(join(tmpdir(), 'cowrite-postgres-'));
    if ('uid' in this.#ids) chownSync(this.#dir, this.#ids.uid, this.#ids.gid);
    this.url = `postgres://${USER}@127.0.0.1:${port}/postgres`;
  }

  /** The address of a database of its own, with what another holds that nobody is connected to. */
  async newDatabase(template = 'template1'): Promise<string> {
    const name = `cowrite_${++this.#databases}`;
    const child = spawn(program('createdb'), [
      '-h',
      '127.0.0.1',
      '-p',
      String(this.#port),
      '-U',
      USER,
      '-T',
      template,
      name,
    ]);
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`createdb ended with ${code}`);
    return this.url.replace(/postgres$/, name);
  }

  get port(): number {
    return this.#port;
  }

  get pid(): number {
    if (this.#process?.pid === undefined) throw new Error('PostgreSQL is not running');
    return this.#process.pid;
  }

  #initialise(): void {
    // Without a locale, as it may be anywhere: nothing may depend on it.
    const args = ['-D', this.#data, '-A', 'trust', '-U', USER, '--no-sync', '-E', 'UTF8', '--no-locale'];
    const options = { ...this.#ids, cwd: this.#dir, encoding: 'utf8' } as const;
    const { status, stderr, error } = spawnSync(program('initdb'), args, options);
    if (status !== 0) throw new Error(`initdb: ${error?.message ?? stderr}`);
  }

  get #data(): string {
    return join(this.#dir, 'data');
  }

  async start(): Promise<void> {
    const settings = [`port=${this.#port}`, `unix_socket_directories=${this.#dir}`, 'listen_addresses=127.0.0.1'];
    const args = [...settings, ...this.#settings].flatMap((setting) => ['-c', setting]);
    const child = spawn(program('postgres'), ['-D', this.#data, ...args], {
      ...this.#ids,
      cwd: this.#dir,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    endWithTests(child);
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (bytes) => {
        said = (said + bytes).slice(-4000);
        if (said.includes('ready to accept connections')) resolve();
      });
      child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${said}`)));
      child.once('error', reject);
    });
  }

  /** Ends it: `SIGINT` cuts off who is connected, `SIGQUIT` is as a crash. */
  async halt(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    this.#process = null;
  }

  /** Holds it and all that it has started, as a machine that hangs does; `SIGCONT` lets it go on. */
  freeze(signal: 'SIGSTOP' | 'SIGCONT' = 'SIGSTOP'): void {
    const { pid } = this;
    const isMine = (id: string) => {
      try {
        return readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(pid);
      } catch {
        return false;
      }
    };
    const children = readdirSync('/proc').filter((id) => /^\d+$/.test(id) && isMine(id));
    for (const id of [pid, ...children.map(Number)]) process.kill(id, signal);
  }

  /** Ends it, and removes its data. */
  async stop(): Promise<void> {
    await this.halt('SIGQUIT');
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

const program = (name: string): string => {
  const found = findProgram(name);
  if (!found) throw new Error(`${name} is not installed: apt-get install postgresql`);
  return found;
};
