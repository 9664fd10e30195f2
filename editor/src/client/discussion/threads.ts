import type {
  CommentSummary,
  MentionedPerson,
  NewCommentTarget,
  Speaker,
  ThreadEvent,
  ThreadSummary,
} from '../../protocol/index.ts';
import type { Connection } from '../connection.ts';
import { type Observable, Source } from '../observable.ts';
import { type Delivery, Outbox } from './outbox.ts';
import { SpeechRefusedError, type SpeechService } from './service.ts';

/** Whether there is something to show, and if not, why. */
export type Loading =
  | { readonly state: 'loading' }
  | { readonly state: 'ready' }
  /** The server doesn't answer: it is asked again by itself. What was there before is still shown. */
  | { readonly state: 'unreachable' }
  | { readonly state: 'refused'; readonly reason: string };

/** Words as their author hands them in. */
export interface Words {
  readonly text: string;
  readonly mentions: readonly MentionedPerson[];
}

export interface NewThread extends Words {
  readonly target: NewCommentTarget;
  readonly quote: string;
}

interface State {
  readonly threads: readonly ThreadSummary[];
  readonly read: Readonly<Record<string, number>>;
}

export interface ThreadsOptions {
  readonly service: SpeechService;
  readonly connection: Connection;
  readonly self: Source<Speaker>;
}

const RETRY = 3_000;
/** Later than anything that was said. */
const LAST = Number.MAX_SAFE_INTEGER;

/** The threads of a document, kept as they are on the server, and what one says in them oneself. */
export class Threads {
  readonly loading = new Source<Loading>({ state: 'loading' });
  readonly #service: SpeechService;
  readonly #connection: Connection;
  readonly #self: Source<Speaker>;
  readonly #outbox = new Outbox<State>({ threads: [], read: {} });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;
  #loads = 0;

  constructor({ service, connection, self }: ThreadsOptions) {
    this.#service = service;
    this.#connection = connection;
    this.#self = self;
    void this.load();
  }

  get shown(): Observable<State> {
    return this.#outbox.shown;
  }

  /** By the id of a comment: how it, or a change of it, is on its way. By that of a thread: its being resolved, or removed. */
  get deliveries(): Observable<ReadonlyMap<string, Delivery>> {
    return this.#outbox.deliveries;
  }

  /** Asks for all of them. */
  async load(): Promise<void> {
    clearTimeout(this.#timer);
    const load = ++this.#loads;
    try {
      const threads: ThreadSummary[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page: Awaited<ReturnType<SpeechService['threads']>> = await this.#service.threads(cursor ?? null);
        if (this.#isClosed || load !== this.#loads) return;
        threads.push(...page.threads);
        this.#self.set(page.self);
        cursor = page.next;
        const { read } = page;
        if (cursor === null) this.#outbox.update((state) => ({ threads, read: laterOf(state.read, read) }));
      }
      this.loading.set({ state: 'ready' });
      this.#outbox.retry();
    } catch (error) {
      if (this.#isClosed || load !== this.#loads) return;
      if (error instanceof SpeechRefusedError) this.loading.set({ state: 'refused', reason: error.message });
      else {
        this.loading.set({ state: 'unreachable' });
        this.#timer = setTimeout(() => void this.load(), RETRY);
      }
    }
  }

  /** Another page, or this one, changed a thread. */
  async heard({ id, thread }: ThreadEvent): Promise<void> {
    // A load that is under way may be older.
    if (this.loading.value.state !== 'ready') return void this.load();
    if (thread !== undefined) return this.#outbox.update(withThread(id, thread));
    const asked = await this.#service.thread(id).catch(() => undefined);
    if (asked === undefined) void this.load();
    else this.#outbox.update(withThread(id, asked));
  }

  /** One has read these in another window. */
  heardRead(marks: Readonly<Record<string, number>>): void {
    this.#outbox.update((state) => ({ ...state, read: laterOf(state.read, marks) }));
  }

  /** Begins a thread; its id. */
  begin({ target, quote, ...words }: NewThread): string {
    const id = newId();
    const comment = this.#comment(words);
    const kept = target.kind === 'text' ? ({ kind: 'text' } as const) : target;
    const thread: ThreadSummary = {
      id,
      target: kept,
      quote,
      createdAt: comment.createdAt,
      resolved: null,
      comments: [comment],
    };
    this.#outbox.push({
      id: comment.id,
      expect: withThread(id, thread),
      send: async () => {
        // What it is about has to be there before it can be marked there.
        if (target.kind !== 'document') await whenSent(this.#connection);
        return withThread(id, await this.#service.begin({ id, target, quote, comment: { id: comment.id, ...words } }));
      },
    });
    return id;
  }

  reply(threadId: string, words: Words): void {
    const comment = this.#comment(words);
    this.#outbox.push({
      id: comment.id,
      expect: changeThread(threadId, (thread) => ({
        ...thread,
        resolved: null,
        comments: [...thread.comments.filter(({ id }) => id !== comment.id), comment],
      })),
      send: async () => withThread(threadId, await this.#service.reply(threadId, { id: comment.id, ...words })),
    });
  }

  change(threadId: string, commentId: string, words: Words): void {
    const editedAt = new Date().toISOString();
    this.#outbox.push({
      id: commentId,
      expect: changeThread(threadId, (thread) => ({
        ...thread,
        comments: thread.comments.map((each) => (each.id === commentId ? { ...each, ...words, editedAt } : each)),
      })),
      send: async () => withThread(threadId, await this.#service.change(threadId, commentId, words)),
    });
  }

  /** Removes a comment; with the last words the thread goes too. */
  remove(threadId: string, commentId: string): void {
    const expect = (state: State): State => {
      const thread = state.threads.find(({ id }) => id === threadId);
      const rest = thread?.comments.filter(({ id, deletedAt }) => id !== commentId && deletedAt === null) ?? [];
      if (rest.length === 0) return withThread(threadId, null)(state);
      return changeThread(threadId, (each) => ({
        ...each,
        comments: each.comments.flatMap((comment, index) => {
          if (comment.id !== commentId) return comment;
          return index === 0 ? { ...comment, text: '', mentions: [], deletedAt: comment.createdAt } : [];
        }),
      }))(state);
    };
    this.#outbox.push({
      id: commentId,
      expect,
      send: async () => {
        await this.#service.remove(threadId, commentId);
        return expect;
      },
    });
  }

  removeThread(threadId: string): void {
    this.#outbox.push({
      id: threadId,
      expect: withThread(threadId, null),
      send: async () => {
        await this.#service.removeThread(threadId);
        return withThread(threadId, null);
      },
    });
  }

  resolve(threadId: string, isResolved: boolean): void {
    const resolved = isResolved ? { at: new Date().toISOString(), by: this.#self.value } : null;
    this.#outbox.push({
      id: threadId,
      expect: changeThread(threadId, (thread) => ({ ...thread, resolved })),
      send: async () => withThread(threadId, await this.#service.resolve(threadId, isResolved)),
    });
  }

  /** One has read these threads to their end. */
  markRead(threadIds: readonly string[]): void {
    const { threads, read } = this.shown.value;
    const marks: Record<string, number> = {};
    for (const thread of threads) {
      if (!threadIds.includes(thread.id)) continue;
      const seq = Math.max(0, ...thread.comments.map((comment) => (comment.seq === LAST ? 0 : comment.seq)));
      if (seq > (read[thread.id] ?? 0)) marks[thread.id] = seq;
    }
    if (Object.keys(marks).length === 0) return;
    this.#outbox.update((state) => ({ ...state, read: laterOf(state.read, marks) }));
    // A mark that is lost is set again the next time.
    void this.#service.markRead(marks).catch(() => undefined);
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

  #comment({ text, mentions }: Words): CommentSummary {
    const createdAt = new Date().toISOString();
    const author = this.#self.value;
    return { id: newId(), seq: LAST, author, text, mentions, createdAt, editedAt: null, deletedAt: null };
  }
}

/** `randomUUID` wants a secure page, and a team's server may be plain HTTP on its own network. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const withThread =
  (id: string, thread: ThreadSummary | null) =>
  (state: State): State => {
    const isKnown = state.threads.some((each) => each.id === id);
    const threads = isKnown
      ? state.threads.flatMap((each) => (each.id === id ? (thread ?? []) : each))
      : thread
        ? [...state.threads, thread]
        : state.threads;
    return { ...state, threads };
  };

const changeThread =
  (id: string, change: (thread: ThreadSummary) => ThreadSummary) =>
  (state: State): State => ({
    ...state,
    threads: state.threads.map((each) => (each.id === id ? change(each) : each)),
  });

const laterOf = (
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> => {
  const later = { ...a };
  for (const [id, seq] of Object.entries(b)) later[id] = Math.max(seq, later[id] ?? 0);
  return later;
};

/** Resolves once nothing that was written here is on its way any more; rejects where it doesn't get there just now. */
const whenSent = ({ saved }: Connection): Promise<void> =>
  new Promise((resolve, reject) => {
    let stop = (): void => {};
    const look = (): void => {
      const { state } = saved.value;
      if (state === 'saving' || state === 'loading') return;
      stop();
      if (state === 'offline') reject(new Error('offline'));
      else resolve();
    };
    stop = saved.subscribe(look);
    look();
  });
