import { type Dialect, type Endpoint, urlOf } from '../targets.ts';
import { awarenessOf } from './edits.ts';
import { LeanSocket } from './lean-socket.ts';
import { type Incoming, MessageReader } from './message-reader.ts';
import { MessageWriter } from './message-writer.ts';
import { SharedParts } from './shared-parts.ts';

const JOIN_LIMIT_MS = 30_000;
/** Providers renew their awareness at this interval, and Hocuspocus hangs up after 60 s of silence. */
const RENEWAL_MS = 15_000;

const readers: Record<Dialect, MessageReader> = {
  'y-websocket': new MessageReader('y-websocket'),
  hocuspocus: new MessageReader('hocuspocus'),
};

export interface ClientOptions {
  /** For each client whose clock went on: from what was seen before to what is seen now. */
  readonly progress?: (client: number, from: number, to: number) => void;
  readonly awareness?: (client: number, clock: number) => void;
  readonly update?: (update: Uint8Array) => void;
  /** What it claims to have already; nothing unless told. */
  readonly stateVector?: Uint8Array;
  /** Renews an awareness of its own, for runs of a minute and more. */
  readonly staysLong?: boolean;
}

/** One connection in one document. It keeps no document of its own: only which clocks of whom it has seen. */
export class BenchClient {
  readonly seen = new Map<number, number>();
  readonly socket: LeanSocket;
  /** True once the server has sent what it had; false where the connection ended before. */
  readonly joined: Promise<boolean>;
  readonly #writer: MessageWriter;
  readonly #reader: MessageReader;
  readonly #options: ClientOptions;
  readonly #parts = new SharedParts();
  #renewal: NodeJS.Timeout | null = null;
  readonly #isRelay: boolean;
  #settleJoin: (joined: boolean) => void = () => undefined;

  constructor(server: Endpoint, documentId: string, options: ClientOptions = {}) {
    const { dialect, subprotocol, isRelay } = server.target;
    this.#writer = new MessageWriter(dialect, documentId, subprotocol !== null);
    this.#reader = readers[dialect];
    this.#options = options;
    this.#isRelay = isRelay;
    this.joined = new Promise((resolve) => {
      const timer = setTimeout(resolve, JOIN_LIMIT_MS, false);
      this.#settleJoin = (joined) => {
        clearTimeout(timer);
        resolve(joined);
      };
    });
    this.socket = new LeanSocket(urlOf(server, documentId), subprotocol, {
      open: () => this.#opened(),
      message: (buffer, start, end) => this.#received(this.#reader.read(buffer, start, end)),
      close: () => this.#closed(),
    });
    if (options.staysLong) this.#renewal = this.#renewAwareness();
  }

  sawClock(client: number, clock: number): boolean {
    return (this.seen.get(client) ?? 0) >= clock;
  }

  sendUpdate(update: Uint8Array): void {
    for (const message of this.#writer.update(update)) this.socket.send(message);
  }

  sendAwareness(states: Uint8Array): void {
    this.socket.send(this.#writer.awareness(states));
  }

  /** Asks for the whole state once more. */
  ask(): void {
    this.socket.send(this.#writer.step1());
  }

  close(): void {
    this.socket.close();
  }

  #renewAwareness(): NodeJS.Timeout {
    const self = Math.floor(Math.random() * 2 ** 31);
    let clock = 0;
    return setInterval(() => this.sendAwareness(awarenessOf(self, ++clock, {})), RENEWAL_MS).unref();
  }

  #opened(): void {
    if (this.#isRelay) {
      this.#settleJoin(true);
      return;
    }
    this.socket.cork();
    const authentication = this.#writer.authentication();
    if (authentication) this.socket.send(authentication);
    this.socket.send(this.#writer.step1(this.#options.stateVector));
    this.socket.uncork();
  }

  #received(incoming: Incoming): void {
    if (incoming.kind === 'update') this.#updated(incoming);
    else if (incoming.kind === 'awareness') {
      for (const { client, clock } of incoming.entries) this.#options.awareness?.(client, clock);
    } else if (incoming.kind === 'question') {
      if (!this.#isRelay) this.socket.send(this.#writer.emptyStep2());
    } else if (incoming.kind === 'part') {
      const message = this.#parts.add(incoming.body);
      if (message) this.#received(this.#reader.read(message, 0, message.length));
    }
  }

  #updated({ ranges, update, isAnswer }: Extract<Incoming, { kind: 'update' }>): void {
    for (const { client, to } of ranges) {
      const before = this.seen.get(client) ?? 0;
      if (to <= before) continue;
      this.seen.set(client, to);
      this.#options.progress?.(client, before, to);
    }
    this.#options.update?.(update);
    if (isAnswer) this.#settleJoin(true);
  }

  #closed(): void {
    if (this.#renewal) clearInterval(this.#renewal);
    this.#settleJoin(false);
  }
}

const JOINS_AT_ONCE = 50;

/** Connects `count` clients, some at a time; throws unless all of them join. */
export const joinAll = async <Client extends { readonly joined: Promise<boolean> }>(
  count: number,
  make: (index: number) => Client,
): Promise<Client[]> => {
  const clients: Client[] = [];
  let joined = 0;
  const joinSome = async (): Promise<void> => {
    while (clients.length < count) {
      const client = make(clients.length);
      clients.push(client);
      if (await client.joined) joined++;
    }
  };
  await Promise.all(Array.from({ length: JOINS_AT_ONCE }, joinSome));
  if (joined < count) throw new Error(`only ${joined} of ${count} clients joined`);
  return clients;
};
