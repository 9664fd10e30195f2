import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Endpoint } from '../targets.ts';

/** The longest milliseconds from sent to seen. */
export interface Delays {
  /** Of a cursor in another document: nothing but the main thread is in its way. */
  readonly cursor: number;
  /** Of a keystroke in another document: its commit as well. */
  readonly keystroke: number;
  /** Of a frame through a bare relay: what the machine itself added. */
  readonly control: number;
}

/** Measures delays from a process of its own, so that what this one does with 20 MB isn't taken for the server's. */
export class StallProbe {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(server: Endpoint, relay: Endpoint): Promise<StallProbe> {
    const args = [server, relay].flatMap(({ target, port }) => [target.name, String(port)]);
    const child = fork(fileURLToPath(new URL('./stall-probe-process.js', import.meta.url)), args);
    const exited = once(child, 'exit').then(() => Promise.reject(new Error('the probe ended')));
    await Promise.race([once(child, 'message'), exited]);
    exited.catch(() => undefined);
    return new StallProbe(child);
  }

  /** The longest delays since the last call; what is under way counts with the time that it has taken so far. */
  async take(): Promise<Delays> {
    const answer = once(this.#child, 'message');
    this.#child.send('take');
    const [delays] = await answer;
    return delays as Delays;
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }
}
