import { beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Deliveries } from './deliveries.ts';
import type { Frame } from './frame.ts';
import type { Session } from './session.ts';
import { type GuardedUpdate, guardUpdate } from './update-guard.ts';

/** One letter a call, typed behind the last one. */
class Typist {
  readonly #doc = new Y.Doc();
  readonly #updates: Uint8Array[] = [];

  constructor() {
    this.#doc.on('update', (update: Uint8Array) => void this.#updates.push(update));
  }

  type(): GuardedUpdate {
    this.#doc.getText('text').insert(this.#doc.getText('text').length, 'a');
    return guardUpdate(this.#updates.at(-1) ?? new Uint8Array());
  }
}

/** What a session of a stock client hears, as a document. */
class Reader {
  readonly doc = new Y.Doc();
  frames = 0;
  readonly extended = false;

  sendChange(frames: readonly Frame[]): void {
    this.frames++;
    // Two of WebSocket, two of the sync protocol, and the length.
    for (const frame of frames) Y.applyUpdate(this.doc, frame.subarray(5));
  }

  get letters(): number {
    return this.doc.getText('text').length;
  }
}

describe('what comes from other nodes (SPEC W6)', () => {
  let reader: Reader;
  let deliveries: Deliveries;

  beforeEach(() => {
    reader = new Reader();
    deliveries = new Deliveries(new Set([reader as unknown as Session]));
  });

  test('is told at once after a rest, and then waits and goes with what is written here', () => {
    const [ours, theirs] = [new Typist(), new Typist()];
    const [first, second, third] = [theirs.type(), theirs.type(), theirs.type()];
    deliveries.tellSoon(first, true);
    expect(reader.frames).toBe(1);
    deliveries.tellSoon(second, true);
    deliveries.tellSoon(third, true);
    expect(reader.frames).toBe(1);
    deliveries.tellTogether([ours.type()]);
    expect([reader.frames, reader.letters]).toEqual([2, 4]);
  });

  test('is told before what can’t wait', () => {
    const theirs = new Typist();
    deliveries.tellSoon(theirs.type(), true);
    deliveries.tellSoon(theirs.type(), true);
    deliveries.tell(theirs.type().bytes, null);
    expect([reader.frames, reader.letters]).toEqual([3, 3]);
    expect(reader.doc.store.pendingStructs).toBeNull();
  });

  test('is told by itself soon, where nothing is written here', async () => {
    const theirs = new Typist();
    deliveries.tellSoon(theirs.type(), false);
    deliveries.tellSoon(theirs.type(), false);
    expect(reader.letters).toBe(1);
    await expect.poll(() => reader.letters).toBe(2);
  });
});
