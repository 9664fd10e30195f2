import {
  MESSAGE_EVENT,
  type MessageEvent,
  READ_EVENT,
  type ReadEvent,
  type Speaker,
  THREAD_EVENT,
  type ThreadEvent,
} from '../../protocol/index.ts';
import type { Connection } from '../connection.ts';
import { type Observable, Source, sameRecord } from '../observable.ts';
import { Chat } from './chat.ts';
import { SpeechService, type SpeechServiceOptions } from './service.ts';
import { Threads } from './threads.ts';

export interface DiscussionOptions extends Omit<SpeechServiceOptions, 'documentId'> {
  /** Tells of what others say; its document is what it is about. */
  readonly connection: Connection;
}

/** What people say about a document: threads of comments, and its chat. */
export class Discussion {
  /** The address of what it is about, which no other has. */
  readonly subject: string;
  readonly threads: Threads;
  readonly chat: Chat;
  readonly #self: Source<Speaker>;
  readonly #stops: readonly (() => void)[];

  /** @throws TypeError on a bad address. */
  constructor({ connection, ...options }: DiscussionOptions) {
    const service = new SpeechService({ ...options, documentId: connection.documentId });
    this.subject = service.folder;
    this.#self = new Source<Speaker>(options.person(), sameRecord);
    this.threads = new Threads({ service, connection, self: this.#self });
    this.chat = new Chat({ service, self: this.#self });
    let missed = false;
    // What was said while nothing was heard is asked for; and what was read in another window.
    const refresh = (): void => {
      void this.threads.load();
      void this.chat.load();
    };
    const onVisible = (): void => {
      if (document.visibilityState === 'visible') refresh();
    };
    document.addEventListener('visibilitychange', onVisible);
    this.#stops = [
      () => document.removeEventListener('visibilitychange', onVisible),
      connection.onEvent(({ name, data }) => {
        if (name === THREAD_EVENT) void this.threads.heard(data as ThreadEvent);
        if (name === MESSAGE_EVENT) this.chat.heard(data as MessageEvent);
        if (name === READ_EVENT) this.#heardRead(data as ReadEvent);
      }),
      connection.status.subscribe(({ state }) => {
        if (state === 'connected' && missed) refresh();
        missed = state !== 'connected';
      }),
    ];
  }

  /** Who one is here, by the server's word once it has spoken. */
  get self(): Observable<Speaker> {
    return this.#self;
  }

  /** Whether something said here isn't on the server yet. */
  get isPending(): boolean {
    return this.threads.deliveries.value.size > 0 || this.chat.deliveries.value.size > 0;
  }

  /** One has read something in another window. */
  #heardRead({ person, threads, chat }: ReadEvent): void {
    if (person !== this.#self.value.id) return;
    if (threads) this.threads.heardRead(threads);
    if (chat !== undefined) this.chat.heardRead(chat);
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.threads.close();
    this.chat.close();
  }
}
