import type { Provider } from './provider.ts';
import { Pause, retryDelay } from './retry.ts';
import { offeredProtocols, type TokenOption } from './token.ts';

/** The server is never silent for more than 20 s (SPEC, W7): after this an open socket isn't trusted when the network comes back, milliseconds. */
const SILENCE = 21_000;

/** When the provider tries to connect: after a random wait that grows with failures, or at once when there is reason to. */
export class Attempts {
  readonly #provider: () => Provider;
  readonly #token: TokenOption | undefined;
  readonly #pause = new Pause();
  #atOnce = false;

  /** @param provider the one whose sockets call `prepare`; asked for only then. */
  constructor(provider: () => Provider, token: TokenOption | undefined) {
    this.#provider = provider;
    this.#token = token;
  }

  /** Before each attempt: its turn, then its token. Resolves with the subprotocols to offer. */
  async prepare(): Promise<string[]> {
    const delay = this.#atOnce ? 0 : retryDelay(this.#provider().wsUnsuccessfulReconnects, Math.random());
    this.#atOnce = false;
    await this.#pause.wait(delay);
    return offeredProtocols(this.#token);
  }

  /** An attempt now, whatever wait is on; nothing while one is under way or connected. */
  now(): void {
    const provider = this.#provider();
    if (provider.ws === null) {
      // y-websocket counts the seconds until its own next attempt; this one takes its place.
      this.#atOnce = true;
      provider.connect();
    } else {
      this.#pause.end();
    }
  }

  /** The network or the person is back: what waits goes on, and a connection that has gone silent is replaced. */
  hurry(): void {
    const provider = this.#provider();
    if (!provider.shouldConnect) return;
    if (provider.wsconnected && Date.now() - provider.wsLastMessageReceived > SILENCE) provider.disconnect();
    this.now();
  }

  /** The network seems gone: what is said into an open socket now may reach nobody, and only a new attempt can tell. */
  renew(): void {
    const provider = this.#provider();
    if (!provider.shouldConnect) return;
    provider.disconnect();
    this.now();
  }

  /** Ends a wait that nobody needs any longer. */
  stop(): void {
    this.#pause.end();
  }
}
