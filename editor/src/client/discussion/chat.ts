import type { CommentSummary, MessageEvent, Speaker } from '../../protocol/index.ts';
import { type Observable, Source } from '../observable.ts';
import { type Delivery, Outbox } from './outbox.ts';
import { SpeechRefusedError, type SpeechService } from './service.ts';
import { type Loading, newId, type Words } from './threads.ts';

interface State {
  /** Oldest first. */
  readonly messages: readonly CommentSummary[];
  /** Whether there are older ones. */
  readonly hasOlder: boolean;
  /** The seq of the last one that was read. */
  readonly read: number;
  readonly unread: number;
}

export interface ChatOptions {
  readonly service: SpeechService;
  readonly self: Source<Speaker>;
}

const RETRY = 3_000;
const LAST = Number.MAX_SAFE_INTEGER;

/** The chat of a document, from the last messages backwards, and what one says in it oneself. */
export class Chat {
  readonly loading = new Source<Loading>({ state: 'loading' });
  readonly #service: SpeechService;
  readonly #self: Source<Speaker>;
  readonly #outbox = new Outbox<State>({ messages: [], hasOlder: false, read: 0, unread: 0 });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;
  #older: Promise<void> | null = null;

  constructor({ service, self }: ChatOptions) {
    this.#service = service;
    this.#self = self;
    void this.load();
  }

  get shown(): Observable<State> {
    return this.#outbox.shown;
  }

  get deliveries(): Observable<ReadonlyMap<string, Delivery>> {
    return this.#outbox.deliveries;
  }

  /** Asks for the last messages; with what was there before there may be a gap, and then that is let go. */
  async load(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const page = await this.#service.messages(null);
      if (this.#isClosed) return;
      this.#self.set(page.self);
      this.#outbox.update((state) => {
        const first = page.messages[0]?.seq ?? LAST;
        const isJoined = state.messages.some(({ seq }) => seq >= first);
        const before = isJoined ? state.messages.filter(({ seq }) => seq < first) : [];
        return {
          messages: [...before, ...page.messages],
          hasOlder: before.length > 0 ? state.hasOlder : page.next !== null,
          read: Math.max(state.read, page.read),
          unread: page.unread,
        };
      });
      this.loading.set({ state: 'ready' });
      this.#outbox.retry();
    } catch (error) {
      if (this.#isClosed) return;
      if (error instanceof SpeechRefusedError) this.loading.set({ state: 'refused', reason: error.message });
      else {
        this.loading.set({ state: 'unreachable' });
        this.#timer = setTimeout(() => void this.load(), RETRY);
      }
    }
  }

  /** Asks for older messages, once at a time. Rejects where they can't be had. */
  loadOlder(): Promise<void> {
    this.#older ??= this.#loadOlder().finally(() => {
      this.#older = null;
    });
    return this.#older;
  }

  /** Somebody said something, or changed it. */
  heard({ message }: MessageEvent): void {
    if (message === undefined || this.loading.value.state !== 'ready') return void this.load();
    this.#outbox.update((state) => {
      const isNew = !state.messages.some(({ id }) => id === message.id) && message.deletedAt === null;
      const isOthers = message.author.id !== this.#self.value.id && message.seq > state.read;
      return { ...withMessage(message)(state), unread: state.unread + (isNew && isOthers ? 1 : 0) };
    });
  }

  /** One has read as far as this in another window. */
  heardRead(seq: number): void {
    this.#outbox.update((state) => {
      if (seq <= state.read) return state;
      const isUnread = (message: CommentSummary): boolean =>
        message.seq > seq && message.author.id !== this.#self.value.id && message.deletedAt === null;
      return { ...state, read: seq, unread: state.messages.filter(isUnread).length };
    });
  }

  say(words: Words): void {
    const id = newId();
    const createdAt = new Date().toISOString();
    const author = this.#self.value;
    const message = { id, seq: LAST, author, ...words, createdAt, editedAt: null, deletedAt: null };
    this.#outbox.push({
      id,
      expect: withMessage(message),
      send: async () => withMessage(await this.#service.say({ id, ...words })),
    });
  }

  change(id: string, words: Words): void {
    const editedAt = new Date().toISOString();
    this.#outbox.push({
      id,
      expect: changeMessage(id, (message) => ({ ...message, ...words, editedAt })),
      send: async () => withMessage(await this.#service.changeMessage(id, words)),
    });
  }

  remove(id: string): void {
    const expect = changeMessage(id, (message) => ({
      ...message,
      text: '',
      mentions: [],
      deletedAt: message.createdAt,
    }));
    this.#outbox.push({
      id,
      expect,
      send: async () => {
        await this.#service.removeMessage(id);
        return expect;
      },
    });
  }

  /** One has read all that is here. */
  markRead(): void {
    const { messages, read, unread } = this.shown.value;
    const seq = Math.max(0, ...messages.map((message) => (message.seq === LAST ? 0 : message.seq)));
    if (seq <= read && unread === 0) return;
    this.#outbox.update((state) => ({ ...state, read: Math.max(read, seq), unread: 0 }));
    void this.#service.markChatRead(seq).catch(() => undefined);
  }

  retry(id: string): void {
    this.#outbox.retry(id);
  }

  drop(id: string): void {
    this.#outbox.drop(id);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#outbox.close();
  }

  async #loadOlder(): Promise<void> {
    const { messages, hasOlder } = this.shown.value;
    const first = messages[0];
    if (!hasOlder || first === undefined) return;
    const page = await this.#service.messages(first.seq);
    if (this.#isClosed) return;
    this.#outbox.update((state) => ({
      ...state,
      messages: [...page.messages.filter(({ seq }) => seq < (state.messages[0]?.seq ?? 0)), ...state.messages],
      hasOlder: page.next !== null,
    }));
  }
}

const withMessage =
  (message: CommentSummary) =>
  (state: State): State => {
    const isKnown = state.messages.some(({ id }) => id === message.id);
    // One that is older than all that are here belongs to a page that isn't.
    const isOlder = message.seq < (state.messages[0]?.seq ?? 0);
    if (!isKnown && isOlder) return state;
    const messages = isKnown
      ? state.messages.map((each) => (each.id === message.id ? message : each))
      : [...state.messages, message];
    return { ...state, messages: messages.sort((a, b) => a.seq - b.seq) };
  };

const changeMessage =
  (id: string, change: (message: CommentSummary) => CommentSummary) =>
  (state: State): State => ({
    ...state,
    messages: state.messages.map((each) => (each.id === id ? change(each) : each)),
  });
