import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { findProgram } from './find-program.mjs';
import { endWithTests, freePort, type RunningService } from './service-process.ts';

/** A Redis of the tests' own, without anything on disk, that can be killed and started again on its port. */
export class RedisService implements RunningService {
  readonly url: string;
  readonly #port: number;
  #process: ChildProcess | null = null;

  static async start(): Promise<RedisService> {
    const service = new RedisService(await freePort());
    await service.start();
    return service;
  }

  private constructor(port: number) {
    this.#port = port;
    this.url = `redis://127.0.0.1:${port}`;
  }

  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    const program = findProgram('redis-server') ?? findProgram('valkey-server');
    if (!program) throw new Error('redis-server is not installed: apt-get install redis-server');
    const args = ['--port', String(this.#port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = child;
    endWithTests(child);
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (bytes) => String(bytes).includes('Ready to accept') && resolve());
      child.once('exit', (code) => reject(new Error(`Redis ended with ${code}`)));
      child.once('error', reject);
    });
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    this.#process = null;
  }
}
