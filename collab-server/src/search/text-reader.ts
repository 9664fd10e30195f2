import { DocumentCorruptError, DocumentDeletedError, type DocumentMeta, DocumentMissingError } from '@cowrite/storage';
import type { ContentThreads } from '../content/content-threads.ts';
import type { SmallDocument } from '../content/documents/packed-documents.ts';
import type { ServerEdits } from '../content/documents/server-edits.ts';
import { IncompleteDocumentError } from '../content/incomplete-document-error.ts';
import type { Rooms } from '../sync/rooms.ts';

/** Bytes up to which a document is made anew for its text; a larger one is kept in its thread, which then reads on. */
const SMALL = 16 * 1024;

interface TextReaderOptions {
  readonly rooms: Rooms;
  readonly threads: ContentThreads;
  readonly edits: ServerEdits;
}

/** What documents say, read in the content threads. */
export class TextReader {
  readonly #options: TextReaderOptions;

  constructor(options: TextReaderOptions) {
    this.#options = options;
  }

  /** Of several at one go, in their order, as of all that was told so far; null of those that are to be `read`. */
  async readSmall(documents: readonly DocumentMeta[]): Promise<(string | null)[]> {
    const small = await Promise.all(documents.map((meta) => this.#small(meta)));
    const sent = small.filter((document) => document !== null);
    const texts = (sent.length > 0 ? await this.#options.threads.smallTexts(sent) : []).values();
    return small.map((document) => (document === null ? null : (texts.next().value ?? null)));
  }

  /** Of one; none of one that can't be read. */
  async read({ id }: DocumentMeta): Promise<string> {
    try {
      return (await this.#options.edits.read(id, 'text', null)).result;
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return '';
    }
  }

  async #small({ id, kind }: DocumentMeta): Promise<SmallDocument | null> {
    try {
      return await this.#options.rooms.use(id, async (room) => {
        const { snapshotState, rows } = await room.awake();
        const updates = rows.map(({ update }) => update);
        if (snapshotState) updates.unshift(snapshotState);
        return updates.reduce((sum, { length }) => sum + length, 0) > SMALL ? null : { kind, updates };
      });
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return null;
    }
  }
}

const isUnreadable = (error: unknown): boolean =>
  error instanceof DocumentCorruptError ||
  error instanceof DocumentDeletedError ||
  error instanceof DocumentMissingError ||
  error instanceof IncompleteDocumentError;
