import { type Observable, Source } from '../observable.ts';
import { SpeechRefusedError } from './service.ts';

/** How something said is on its way. */
export type Delivery =
  | { readonly state: 'sending' }
  /** The server doesn't answer: it is tried again by itself. */
  | { readonly state: 'waiting' }
  /** The server won't have it: it is tried again, or dropped, when its author says so. */
  | { readonly state: 'refused'; readonly reason: string };

export interface Parcel<State> {
  /** What it is about; several parcels may be about one thing. */
  readonly id: string;
  /** What is shown until the server has answered. */
  readonly expect: (state: State) => State;
  /** Tells the server; what it answered is what is shown from then on. */
  readonly send: () => Promise<(state: State) => State>;
}

interface Entry<State> extends Parcel<State> {
  delivery: Delivery;
}

const RETRY = 3_000;

/**
 * What somebody said that the server may not have yet, on top of what the server last said. Parcels go one after the
 * other, so that a reply never overtakes what it replies to.
 */
export class Outbox<State> {
  readonly #state: Source<State>;
  readonly #shown: Source<State>;
  readonly #deliveries = new Source<ReadonlyMap<string, Delivery>>(new Map());
  readonly #entries: Entry<State>[] = [];
  #isSending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(state: State) {
    this.#state = new Source(state);
    this.#shown = new Source(state);
  }

  /** What the server said, and what is expected to come of what is on its way. */
  get shown(): Observable<State> {
    return this.#shown;
  }

  /** What is on its way, by what it is about. */
  get deliveries(): Observable<ReadonlyMap<string, Delivery>> {
    return this.#deliveries;
  }

  /** The server has said something. */
  update(change: (state: State) => State): void {
    this.#state.set(change(this.#state.value));
    this.#show();
  }

  push(parcel: Parcel<State>): void {
    this.#entries.push({ ...parcel, delivery: { state: 'sending' } });
    this.#show();
    void this.#send();
  }

  /** Tries again: what the server refused about this, and without an id, what waits for it to answer. */
  retry(id?: string): void {
    for (const entry of this.#entries) {
      const isMeant = id === undefined ? entry.delivery.state === 'waiting' : entry.id === id;
      if (isMeant) entry.delivery = { state: 'sending' };
    }
    this.#show();
    void this.#send();
  }

  /** Gives up what is on its way about this. */
  drop(id: string): void {
    for (let i = this.#entries.length - 1; i >= 0; i--) if (this.#entries[i]?.id === id) this.#entries.splice(i, 1);
    this.#show();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    for (;;) {
      const entry = this.#entries.find(({ delivery }) => delivery.state === 'sending');
      if (!entry || this.#isClosed) break;
      try {
        const answer = await entry.send();
        this.#take(entry);
        this.#state.set(answer(this.#state.value));
      } catch (error) {
        if (!(error instanceof SpeechRefusedError)) {
          for (const each of this.#entries) if (each.delivery.state === 'sending') each.delivery = { state: 'waiting' };
          this.#retryLater();
        } else entry.delivery = { state: 'refused', reason: error.message };
      }
      this.#show();
    }
    this.#isSending = false;
  }

  #take(entry: Entry<State>): void {
    const at = this.#entries.indexOf(entry);
    if (at !== -1) this.#entries.splice(at, 1);
  }

  #retryLater(): void {
    clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(() => this.retry(), RETRY);
  }

  #show(): void {
    this.#deliveries.set(new Map(this.#entries.map(({ id, delivery }) => [id, delivery])));
    this.#shown.set(this.#entries.reduce((state, { expect }) => expect(state), this.#state.value));
  }
}
