import * as Y from 'yjs';
import { readTrace, syntheticTrace, type Trace } from './trace.ts';

const CLIENT = 4242;
const SMALL = 10_000;

/** A trace as one client typed it. */
export interface TypedDocument {
  readonly name: string;
  readonly text: string;
  /** The clientID of all of it. */
  readonly client: number;
  /** The client's clock at the end. */
  readonly clock: number;
  /** All of it as one update. */
  readonly state: Uint8Array;
  /** One for each edit, as they were made. */
  readonly updates: readonly Uint8Array[];
  /** The client's clock after each edit. */
  readonly clocks: readonly number[];
  /** Its beginning: about 10 kB of state. */
  readonly beginning: { readonly state: Uint8Array; readonly clock: number };
}

const clockOf = (doc: Y.Doc): number => Y.decodeStateVector(Y.encodeStateVector(doc)).get(CLIENT) ?? 0;

const type = ({ name, patches, endContent }: Trace): TypedDocument => {
  const doc = new Y.Doc();
  doc.clientID = CLIENT;
  const text = doc.getText('text');
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const clocks: number[] = [];
  let beginning: TypedDocument['beginning'] | null = null;
  let clock = 0;
  for (const [position, deleted, inserted] of patches) {
    doc.transact(() => {
      if (deleted > 0) text.delete(position, deleted);
      if (inserted !== '') text.insert(position, inserted);
    });
    clock += inserted.length;
    clocks.push(clock);
    if (beginning === null && clocks.length % 500 === 0) {
      const state = Y.encodeStateAsUpdate(doc);
      if (state.length >= SMALL) beginning = { state, clock };
    }
  }
  const content = text.toString();
  if (endContent !== null && content !== endContent) throw new Error(`${name} does not end in its own end content`);
  if (clock !== clockOf(doc) || updates.length !== clocks.length)
    throw new Error(`${name} has edits that change nothing`);
  const state = Y.encodeStateAsUpdate(doc);
  return {
    name,
    text: content,
    client: CLIENT,
    clock,
    state,
    updates,
    clocks,
    beginning: beginning ?? { state, clock },
  };
};

/** The document that a recorded trace makes, or one of the same size and shape; typed once, when first asked for. */
export const typedDocument = (tracePath: string | null): (() => TypedDocument) => {
  let made: TypedDocument | null = null;
  return () => {
    made ??= type(tracePath === null ? syntheticTrace() : readTrace(tracePath));
    return made;
  };
};
