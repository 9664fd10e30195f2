import { splitMessage } from '@cowrite/editor/protocol';
import * as encoding from 'lib0/encoding';
import type { Dialect } from '../targets.ts';

const EMPTY_STATE_VECTOR = Uint8Array.of(0);
const EMPTY_UPDATE = Uint8Array.of(0, 0);

const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;

/** Writes a client's messages about one document, as y-websocket's or Hocuspocus' provider does. */
export class MessageWriter {
  readonly #document: string | null;
  readonly #inParts: boolean;

  /** @param inParts whether the server takes large messages in parts */
  constructor(dialect: Dialect, documentId: string, inParts: boolean) {
    this.#document = dialect === 'hocuspocus' ? documentId : null;
    this.#inParts = inParts;
  }

  /** Null where none is asked for. */
  authentication(): Uint8Array | null {
    if (this.#document === null) return null;
    return this.#message((encoder) => {
      encoding.writeVarUint(encoder, AUTH);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, 'token');
    });
  }

  /** "Tell me what I lack." */
  step1(stateVector: Uint8Array = EMPTY_STATE_VECTOR): Uint8Array {
    return this.#sync(0, stateVector);
  }

  /** The answer to the server's own question: nothing. */
  emptyStep2(): Uint8Array {
    return this.#sync(1, EMPTY_UPDATE);
  }

  /** The messages that carry one update. */
  update(update: Uint8Array): Uint8Array[] {
    const message = this.#sync(2, update);
    return this.#inParts ? splitMessage(message) : [message];
  }

  awareness(states: Uint8Array): Uint8Array {
    return this.#message((encoder) => {
      encoding.writeVarUint(encoder, AWARENESS);
      encoding.writeVarUint8Array(encoder, states);
    });
  }

  #sync(type: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    return this.#message((encoder) => {
      encoding.writeVarUint(encoder, SYNC);
      encoding.writeVarUint(encoder, type);
      encoding.writeVarUint8Array(encoder, bytes);
    });
  }

  #message(write: (encoder: encoding.Encoder) => void): Uint8Array<ArrayBuffer> {
    return encoding.encode((encoder) => {
      if (this.#document !== null) encoding.writeVarString(encoder, this.#document);
      write(encoder);
    }) as Uint8Array<ArrayBuffer>;
  }
}
