import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Passes bytes on and counts them. */
export class ByteCounter {
  up = 0;
  down = 0;
  readonly #server;

  private constructor(port: number) {
    this.#server = createServer((near: Socket) => {
      const far = connect(port, '127.0.0.1');
      for (const socket of [near, far]) socket.setNoDelay(true).on('error', () => undefined);
      near.on('data', ({ length }) => {
        this.up += length;
      });
      far.on('data', ({ length }) => {
        this.down += length;
      });
      near.pipe(far).pipe(near);
    });
  }

  static async start(port: number): Promise<ByteCounter> {
    const counter = new ByteCounter(port);
    counter.#server.listen(0, '127.0.0.1');
    await once(counter.#server, 'listening');
    return counter;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  reset(): void {
    this.up = 0;
    this.down = 0;
  }

  close(): void {
    this.#server.close();
  }
}
