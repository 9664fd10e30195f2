import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A line to a server that can be made to fail as company proxies do: pages and calls pass, the synchronisation doesn't.
 * It has an address of its own, which the server takes for its own name.
 */
export class Line {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isSyncCut = false;

  private constructor(target: number) {
    this.#server = createServer((near) => {
      const far = connect(target, '127.0.0.1');
      this.#join(near, far);
      near.once('data', (head) => {
        if (this.#isSyncCut && head.toString('latin1').startsWith('GET /sync/')) near.destroy();
        else far.write(head);
        near.pipe(far);
      });
      far.pipe(near);
    });
  }

  static async to(port: number): Promise<Line> {
    const line = new Line(port);
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Breaks every connection and lets no new synchronisation begin. */
  cutSync(): void {
    this.#isSyncCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isSyncCut = false;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** When one side goes, so does the other. */
  #join(near: Socket, far: Socket): void {
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
