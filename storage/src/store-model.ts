import fc from 'fast-check';
import { expect } from 'vitest';
import type { DocumentStore } from './document-store.ts';
import type { StorePlace } from './store-contract.ts';

/** What may be done to a store, by documents and bytes that are small enough to meet often. */
type Step =
  | { readonly do: 'append'; readonly ids: readonly string[]; readonly size: number }
  | {
      readonly do: 'compact';
      readonly id: string;
      readonly share: number;
      readonly size: number;
      readonly stale: boolean;
    }
  | { readonly do: 'create' | 'trash' | 'restore'; readonly id: string }
  | { readonly do: 'reopen' };

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const size = fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 0, max: 3000 }) }, fc.constant(300_000));

export const storeSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: fc.record({ do: fc.constant('append'), ids: fc.array(id, { maxLength: 40 }), size }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('compact'),
        id,
        share: fc.double({ min: 0, max: 1, noNaN: true }),
        size,
        stale: fc.boolean(),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('create', 'trash', 'restore'), id }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('reopen') }) },
  ),
  { maxLength: 40 },
);

/** A document as the model has it. */
interface ModelDocument {
  deleted: boolean;
  seq: number;
  snapshot: { seq: number; state: Uint8Array } | null;
  log: Map<number, Uint8Array>;
}

/** Takes each step on the store and on the model, and compares every document after it. Closes the store. */
export async function runAgainstModel(place: StorePlace, steps: readonly Step[]): Promise<void> {
  const model = new Map<string, ModelDocument>();
  let store = await place.open();
  try {
    for (const [index, step] of steps.entries()) {
      if (step.do === 'reopen') {
        await store.close();
        store = await place.open();
      } else if (step.do === 'append') await append(store, model, step, index);
      else if (step.do === 'compact') await compact(store, model, step, index);
      else await change(store, model, step);
      for (const name of new Set(['ids' in step ? step.ids : 'id' in step ? step.id : [...model.keys()]].flat())) {
        await compare(store, name, model.get(name));
      }
    }
  } finally {
    await store.close();
  }
}

type Model = Map<string, ModelDocument>;

async function append(store: DocumentStore, model: Model, step: Step & { do: 'append' }, salt: number): Promise<void> {
  const updates = step.ids.map((_, index) => new Uint8Array(step.size).fill(salt + index));
  const outcomes = await Promise.allSettled(
    step.ids.map((documentId, index) => store.append({ documentId, update: updates[index] ?? Buffer.of(), user: 'u' })),
  );
  for (const [index, documentId] of step.ids.entries()) {
    const document = model.get(documentId) ?? emptyDocument();
    const expected = document.deleted ? undefined : document.seq + 1;
    const outcome = outcomes[index];
    expect(outcome?.status === 'fulfilled' ? outcome.value : undefined).toBe(expected);
    if (expected === undefined) continue;
    model.set(documentId, document);
    document.seq = expected;
    document.log.set(expected, updates[index] ?? Buffer.of());
  }
}

async function compact(
  store: DocumentStore,
  model: Model,
  step: Step & { do: 'compact' },
  salt: number,
): Promise<void> {
  const document = model.get(step.id);
  if (!document) return;
  const before = document.snapshot?.seq ?? 0;
  const seq = before + Math.floor(step.share * (document.seq - before));
  const state = new Uint8Array(step.size).fill(salt);
  const stale = step.stale && before > 0;
  const snapshot = { seq, state: state.slice(), summary: Uint8Array.of(salt & 255) };
  expect(await store.compact(step.id, snapshot, stale ? before - 1 : before)).toBe(!stale);
  if (stale) return;
  document.snapshot = { seq, state };
  for (const logged of document.log.keys()) if (logged <= seq) document.log.delete(logged);
}

async function change(
  store: DocumentStore,
  model: Model,
  step: Step & { do: 'create' | 'trash' | 'restore' },
): Promise<void> {
  const document = model.get(step.id);
  if (step.do === 'create') {
    const created = store.create({ id: step.id, kind: 'document', title: '' }).then(() => true);
    expect(await created.catch(() => false)).toBe(document === undefined);
    model.set(step.id, document ?? emptyDocument());
  } else if (document) {
    await store[step.do](step.id);
    document.deleted = step.do === 'trash';
  }
}

async function compare(store: DocumentStore, name: string, document: ModelDocument | undefined): Promise<void> {
  const stored = await store.load(name);
  expect(stored === null).toBe(document === undefined);
  if (!stored || !document) return;
  expect(stored.meta.deletedAt !== null).toBe(document.deleted);
  expect(stored.snapshot?.seq).toBe(document.snapshot?.seq);
  expect(Buffer.compare(stored.snapshot?.state ?? Buffer.of(), document.snapshot?.state ?? Buffer.of())).toBe(0);
  expect(stored.log.map(({ seq }) => seq)).toEqual([...document.log.keys()]);
  for (const { seq, update } of stored.log)
    expect(Buffer.compare(update, document.log.get(seq) ?? Buffer.of(1))).toBe(0);
}

function emptyDocument(): ModelDocument {
  return { deleted: false, seq: 0, snapshot: null, log: new Map() };
}
