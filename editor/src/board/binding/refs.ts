import { fromBase64, toBase64 } from 'lib0/buffer';
import { createDecoder, hasContent, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding';
import type * as Y from 'yjs';
import type { StoredElement } from '../../content/board/index.ts';

/*
 * Many elements in few bytes: each by where in the document its map was made, which is the same for everybody. What was
 * made together lies together, so that most take a byte, where an id takes twenty.
 */

type Elements = Y.Map<StoredElement>;

/** Those of the elements that are in the document. */
export const encodeRefs = (elements: Elements, ids: Iterable<string>): string => {
  const clocks = new Map<number, number[]>();
  for (const id of ids) {
    const made = elements.get(id)?._item?.id;
    if (!made) continue;
    const of = clocks.get(made.client);
    if (of) of.push(made.clock);
    else clocks.set(made.client, [made.clock]);
  }
  const encoder = createEncoder();
  for (const [client, list] of clocks) {
    writeVarUint(encoder, client);
    writeVarUint(encoder, list.length);
    let last = 0;
    for (const clock of list.sort((a, b) => a - b)) {
      writeVarUint(encoder, clock - last);
      last = clock;
    }
  }
  return toBase64(toUint8Array(encoder));
};

/** Ids of the elements that are here; of bytes that say nothing, none. */
export const decodeRefs = (elements: Elements, refs: string): string[] => {
  const places = new Map<string, string>();
  for (const [id, stored] of elements) {
    const made = stored._item?.id;
    if (made) places.set(`${made.client} ${made.clock}`, id);
  }
  const ids: string[] = [];
  try {
    const decoder = createDecoder(fromBase64(refs));
    while (hasContent(decoder)) {
      const client = readVarUint(decoder);
      let clock = 0;
      for (let left = readVarUint(decoder); left > 0; left--) {
        clock += readVarUint(decoder);
        const id = places.get(`${client} ${clock}`);
        if (id !== undefined) ids.push(id);
      }
    }
  } catch {
    // Awareness is what a peer says it is.
    return [];
  }
  return ids;
};
