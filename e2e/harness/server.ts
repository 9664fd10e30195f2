import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { askServices } from './services/ask-services.ts';
import { storeEnvironment } from './test-store.ts';

/** The entry that is built here. */
export const BUILT_MAIN = fileURLToPath(new URL('../../collab-server/dist/program/main.js', import.meta.url));
/** The service’s entry: the one built here, or that of an installed package (`COWRITE_MAIN=path`). */
export const MAIN = process.env.COWRITE_MAIN ?? BUILT_MAIN;
const LISTENING = /listening on http:\/\/[\w.[\]:]+:(\d+)(?:\/\S*)?$/;
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 15_000;

/** `COWRITE_TEST_NODES=3`: every server is so many nodes with a balancer before them, over a database of their own. */
export const NODES = Number(process.env.COWRITE_TEST_NODES ?? 1);
const NODES_MAIN = fileURLToPath(new URL('./nodes-main.mjs', import.meta.url));

type Child = ChildProcessByStdio<null, Readable, Readable>;

export interface ServerOptions {
  /** A data directory that outlives this object; a temporary one, removed by `dispose`, unless told. */
  readonly data?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const running = new Set<Child>();
process.on('exit', () => {
  for (const child of running) killWhole(child);
});

/** With its nodes, where it has some. */
const killWhole = (child: Child): void => {
  if (NODES > 1 && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  else child.kill('SIGKILL');
};

/** The built service as its own process on a free port of loopback. It keeps port and data through kills and restarts. */
export class CowriteServer {
  /** Every line that the process wrote, over all its lives. */
  readonly lines: string[] = [];
  readonly data: string;
  /** What its next life runs. */
  main = MAIN;
  readonly #options: ServerOptions;
  #port = 0;
  #child: Child | null = null;

  private constructor(data: string, options: ServerOptions) {
    this.data = data;
    this.#options = options;
  }

  /** Resolves once the service has said where it listens; throws with what it wrote where it ends before. */
  static async start(options: ServerOptions = {}): Promise<CowriteServer> {
    const server = new CowriteServer(options.data ?? (await mkdtemp(join(tmpdir(), 'cowrite-'))), options);
    await server.start();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('the server is not running');
    return this.#child.pid;
  }

  get isRunning(): boolean {
    return this.#child !== null;
  }

  /** Where a y-websocket client connects for a document. */
  syncUrl(documentId: string): string {
    return `ws://127.0.0.1:${this.#port}/sync/${documentId}`;
  }

  /** Starts again on the same port and data. */
  async start(): Promise<void> {
    if (this.#child !== null) throw new Error('the server is running already');
    const { args = [], env = {} } = this.#options;
    const store = await storeEnvironment(this.data);
    const wire = NODES > 1 ? { COWRITE_REDIS_URL: await askServices('redis'), COWRITE_REDIS_PREFIX: this.data } : {};
    const entry = env.COWRITE_DATABASE_URL === undefined && NODES > 1 ? [NODES_MAIN, this.main] : [this.main];
    const child = spawn(process.execPath, [...entry, '--port', String(this.#port), '--data', this.data, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: NODES > 1,
      env: { ...process.env, ...store, ...wire, ...env },
    });
    this.#child = child;
    running.add(child);
    child.once('exit', (code, signal) => {
      running.delete(child);
      this.#child = null;
      if (code !== 0 && signal === null)
        console.error(`the server ended with ${code}:\n${this.lines.slice(-20).join('\n')}`);
    });
    const firstLine = this.lines.length;
    this.#port = await new Promise<number>((resolve, reject) => {
      const fail = (why: string) => {
        child.kill('SIGKILL');
        reject(new Error(`the server ${why}:\n${this.lines.slice(firstLine).join('\n')}`));
      };
      const timer = setTimeout(() => fail(`did not listen within ${START_LIMIT_MS} ms`), START_LIMIT_MS);
      child.once('error', (error) => fail(`could not be started (${error.message})`));
      child.once('close', (code) => {
        clearTimeout(timer);
        fail(`ended with ${code}`);
      });
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          this.lines.push(line);
          const port = LISTENING.exec(line)?.[1];
          if (port === undefined) return;
          clearTimeout(timer);
          resolve(Number(port));
        });
      }
    });
  }

  /** Asks the service to end (SIGTERM) and resolves with its exit code; throws where it doesn't end in time. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (child === null) throw new Error('the server is not running');
    const ended = once(child, 'exit', { signal: AbortSignal.timeout(STOP_LIMIT_MS) });
    child.kill('SIGTERM');
    const [code] = await ended;
    return typeof code === 'number' ? code : null;
  }

  /** Ends the process at once (SIGKILL): it can flush nothing. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null) throw new Error('the server is not running');
    const ended = once(child, 'exit');
    killWhole(child);
    await ended;
  }

  async dispose(): Promise<void> {
    if (this.#child !== null) await this.kill();
    if (this.#options.data === undefined) await rm(this.data, { recursive: true, force: true });
  }
}
