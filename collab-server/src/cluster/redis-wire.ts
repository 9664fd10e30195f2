import { createClient } from '@redis/client';
import { expectRedisUrl } from './redis-url.ts';
import type { Wire, WireListener } from './wire.ts';

/** Milliseconds between two tries to reach Redis. */
const RETRY = 500;
/** Without a word for so long the line counts as cut; Redis is asked for one this often. */
const SILENCE = 6_000;
const PING = 2_000;
/** Opening a document doesn't wait longer for Redis. */
const SUBSCRIBE_TIMEOUT = 1_000;
const START_TIMEOUT = 2_000;
/** Bytes on their way to Redis; while there are more, nodes have to read from the store. */
const MOST_QUEUED = 32 * 1024 * 1024;

export interface RedisWireOptions {
  /** `redis://[user:password@]host[:port]`, or `rediss://` for TLS. */
  readonly url: string;
  /** Before every channel's name, where several services share a Redis; `cowrite:` unless told. */
  readonly prefix?: string;
}

/** Publish and subscribe of a Redis. It may go and come back at any time. */
export class RedisWire implements Wire {
  readonly #prefix: string;
  readonly #publisher: Client;
  readonly #subscriber: Client;
  /** Channels that are to be heard: Redis forgets them when the line is cut, the client asks for them again. */
  readonly #channels = new Set<string>();
  #listener: WireListener | null = null;
  #isUp = false;
  #reason = "Redis doesn't answer.";
  #queued = 0;

  constructor({ url, prefix = 'cowrite:' }: RedisWireOptions) {
    expectRedisUrl(url);
    this.#prefix = prefix;
    this.#publisher = newClient(url);
    this.#subscriber = newClient(url);
    for (const client of [this.#publisher, this.#subscriber]) {
      client.on('ready', () => this.#look());
      // It tries again by itself; `down` says that it has to.
      client.on('error', (error: unknown) => {
        this.#reason = reasonOf(error);
        this.#look();
      });
      client.on('reconnecting', () => this.#look());
      client.on('end', () => this.#look());
    }
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  async start(listener: WireListener): Promise<void> {
    this.#listener = listener;
    const connected = Promise.all([this.#publisher.connect(), this.#subscriber.connect()]);
    connected.catch(() => {});
    await atMost(START_TIMEOUT, connected);
    if (!this.#isUp) listener.down(this.#reason);
  }

  publish(channel: string, bytes: Uint8Array): void {
    if (this.#queued > MOST_QUEUED) return;
    this.#queued += bytes.length;
    const settled = (): void => {
      this.#queued -= bytes.length;
    };
    const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#publisher.publish(this.#prefix + channel, message).then(settled, settled);
  }

  async subscribe(channel: string): Promise<void> {
    this.#channels.add(channel);
    if (!this.#subscriber.isReady) return;
    await atMost(SUBSCRIBE_TIMEOUT, this.#hear(channel));
  }

  unsubscribe(channel: string): void {
    this.#channels.delete(channel);
    if (this.#subscriber.isReady) this.#subscriber.unsubscribe(this.#prefix + channel).catch(() => {});
  }

  async close(): Promise<void> {
    this.#listener = null;
    for (const client of [this.#publisher, this.#subscriber]) if (client.isOpen) client.destroy();
  }

  #look(): void {
    const isUp = this.#publisher.isReady && this.#subscriber.isReady;
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    if (isUp) void this.#resume();
    else this.#listener?.down(this.#reason);
  }

  async #resume(): Promise<void> {
    await Promise.all([...this.#channels].map((channel) => this.#hear(channel)));
    if (this.#isUp) this.#listener?.up();
  }

  async #hear(channel: string): Promise<void> {
    const name = this.#prefix + channel;
    const pass = (bytes: Buffer): void => this.#listener?.message(channel, bytes);
    try {
      // Once: whoever listens twice hears everything twice.
      await this.#subscriber.unsubscribe(name);
      if (this.#channels.has(channel)) await this.#subscriber.subscribe(name, pass, true);
    } catch {
      // The line was cut: it is asked for again with `#resume`.
    }
  }
}

/** In one line; errors of several addresses at once have no message of their own. */
const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  const message = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
  return /^(?:WRONGPASS|NOAUTH|NOPERM)/.test(message) ? `${message} Check COWRITE_REDIS_URL.` : message;
};

type Client = ReturnType<typeof newClient>;

const newClient = (url: string) =>
  createClient({
    url,
    // Nothing waits for a Redis that is away: what is true stands in the store.
    disableOfflineQueue: true,
    pingInterval: PING,
    // A clock for each command costs as much as the command; a line that is silent is cut in any case.
    commandOptions: { timeout: 0 },
    socket: { connectTimeout: 2_000, socketTimeout: SILENCE, reconnectStrategy: () => RETRY },
  });

const atMost = async (milliseconds: number, work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work.catch(() => {}), late]);
  clearTimeout(timer);
};
