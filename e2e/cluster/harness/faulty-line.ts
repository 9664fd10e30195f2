import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Random } from '../../harness/random.ts';
import { splitMessages } from './redis-messages.ts';

/** `cut` refuses and resets, as where nobody listens; `dead` takes everything and passes nothing on, as a lost route. */
type State = 'sound' | 'cut' | 'dead';

/** What becomes of messages that Redis publishes: shares of 1, and milliseconds. */
export interface Mishaps {
  readonly lost: number;
  readonly doubled: number;
  readonly delayed: number;
  readonly longestDelay: number;
}

/** A TCP line to one of the services that one node uses, which can fail in the ways that lines do. */
export class FaultyLine {
  readonly #server: Server;
  readonly #target: number;
  readonly #random: Random;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #state: State = 'sound';
  #mishaps: Mishaps | null = null;

  static async to(target: number, random: Random): Promise<FaultyLine> {
    const line = new FaultyLine(target, random);
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    return line;
  }

  private constructor(target: number, random: Random) {
    this.#target = target;
    this.#random = random;
    this.#server = createServer((near) => this.#accept(near));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  set(state: State): void {
    this.#state = state;
    for (const [near, far] of this.#pairs) {
      if (state === 'cut') {
        near.resetAndDestroy();
        far.destroy();
      } else if (state === 'dead') {
        near.pause();
        far.pause();
      } else {
        near.resume();
        far.resume();
      }
    }
  }

  /** From now on published messages are lost, doubled and delayed; null for no more. Only for a line to Redis. */
  disturb(mishaps: Mishaps | null): void {
    this.#mishaps = mishaps;
  }

  async close(): Promise<void> {
    this.set('cut');
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(near: Socket): void {
    if (this.#state === 'cut') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.#target, '127.0.0.1');
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
      if (this.#state === 'dead') socket.pause();
    }
    near.on('data', (bytes) => far.write(bytes));
    let rest: Buffer = Buffer.alloc(0);
    far.on('data', (bytes) => {
      if (!this.#mishaps && rest.length === 0) {
        near.write(bytes);
        return;
      }
      const { messages, left } = splitMessages(Buffer.concat([rest, bytes]));
      rest = left;
      for (const { bytes: whole, isPublished } of messages) {
        if (isPublished && this.#mishaps) this.#pass(near, whole, this.#mishaps);
        else near.write(whole);
      }
    });
  }

  #pass(near: Socket, message: Buffer, { lost, doubled, delayed, longestDelay }: Mishaps): void {
    const random = this.#random;
    if (random.chance(lost)) return;
    for (let left = random.chance(doubled) ? 2 : 1; left > 0; left--) {
      if (!random.chance(delayed)) near.write(message);
      else {
        const later = (): void => {
          if (near.writable) near.write(message);
        };
        setTimeout(later, random.between(1, longestDelay)).unref();
      }
    }
  }
}
