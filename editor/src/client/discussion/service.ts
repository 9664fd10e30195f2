import {
  type ChangedWords,
  type CommentSummary,
  type MessageList,
  type NewThreadBody,
  type NewWords,
  PERSON_HEADER,
  type Problem,
  type Speaker,
  type ThreadList,
  type ThreadSummary,
} from '../../protocol/index.ts';
import { httpBase } from '../address.ts';
import { getToken, type TokenOption } from '../token.ts';

/** The service won't have it, now or later; the message says why. */
export class SpeechRefusedError extends Error {
  override readonly name = 'SpeechRefusedError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What may be otherwise in a moment: no answer, too much at once, a server that restarts. */
const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500;

export interface SpeechServiceOptions {
  /** The service's base, as for `connect`. */
  readonly url: string;
  readonly documentId: string;
  readonly token?: TokenOption | undefined;
  /** Who this is, where the token doesn't say. */
  readonly person: () => Speaker;
}

/** Comments and chat over HTTP. Every call rejects with `SpeechRefusedError`, or with another error where it is worth trying again. */
export class SpeechService {
  /** The address of the document. */
  readonly folder: string;
  readonly #options: SpeechServiceOptions;

  constructor(options: SpeechServiceOptions) {
    this.#options = options;
    this.folder = `${httpBase(options.url)}/api/documents/${encodeURIComponent(options.documentId)}`;
  }

  threads = (cursor: string | null): Promise<ThreadList> =>
    this.#ask('GET', `/comments${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`);

  /** Null where it is gone. */
  thread = async (id: string): Promise<ThreadSummary | null> => {
    try {
      return await this.#ask<ThreadSummary>('GET', `/comments/${id}`);
    } catch (error) {
      if (error instanceof SpeechRefusedError && error.status === 404) return null;
      throw error;
    }
  };

  begin = (thread: NewThreadBody): Promise<ThreadSummary> => this.#ask('POST', '/comments', thread);
  reply = (thread: string, words: NewWords): Promise<ThreadSummary> =>
    this.#ask('POST', `/comments/${thread}/replies`, words);
  change = (thread: string, comment: string, words: ChangedWords): Promise<ThreadSummary> =>
    this.#ask('PATCH', `/comments/${thread}/replies/${comment}`, words);
  resolve = (thread: string, resolved: boolean): Promise<ThreadSummary> =>
    this.#ask('PATCH', `/comments/${thread}`, { resolved });
  remove = (thread: string, comment: string): Promise<void> =>
    this.#ask('DELETE', `/comments/${thread}/replies/${comment}`);
  removeThread = (thread: string): Promise<void> => this.#ask('DELETE', `/comments/${thread}`);
  markRead = (threads: Readonly<Record<string, number>>): Promise<void> =>
    this.#ask('PUT', '/comments/read', { threads });

  messages = (before: number | null): Promise<MessageList> =>
    this.#ask('GET', `/chat${before === null ? '' : `?before=${before}`}`);
  say = (words: NewWords): Promise<CommentSummary> => this.#ask('POST', '/chat', words);
  changeMessage = (message: string, words: ChangedWords): Promise<CommentSummary> =>
    this.#ask('PATCH', `/chat/${message}`, words);
  removeMessage = (message: string): Promise<void> => this.#ask('DELETE', `/chat/${message}`);
  markChatRead = (seq: number): Promise<void> => this.#ask('PUT', '/chat/read', { seq });

  async #ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const { token, person } = this.#options;
    const { id, name, color } = person();
    const response = await fetch(this.folder + path, {
      method,
      // What is said as the page closes still gets there.
      keepalive: method !== 'GET',
      headers: {
        accept: 'application/json, application/problem+json',
        [PERSON_HEADER]: encodeURIComponent(JSON.stringify({ id, name, color })),
        ...(token !== undefined && { authorization: `Bearer ${await getToken(token)}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer;
    const sentence = await sentenceOf(response);
    throw isPassing(response.status) ? new Error(sentence) : new SpeechRefusedError(response.status, sentence);
  }
}

const sentenceOf = async (response: Response): Promise<string> => {
  try {
    return ((await response.json()) as Partial<Problem>).detail ?? `HTTP ${response.status}`;
  } catch {
    return `HTTP ${response.status}`;
  }
};
