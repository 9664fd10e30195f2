import * as Y from 'yjs';
import { Random } from '../../harness/random.ts';

const SEED = 7;
const WRITERS = 10;
const FIRST_CLIENT = 5000;
const ELEMENTS = 44_000;
const WORDS = 515_000;

/** A state of 20 MB that half of its writers wrote before a returning client left. */
export interface LargeDocument {
  readonly update: Uint8Array;
  /** What the returning client has. */
  readonly stateVector: Uint8Array;
  /** The last writer and its clock, which say that the document is whole. */
  readonly client: number;
  readonly clock: number;
}

/**
 * Half of the bytes are a board's elements, objects of 300 bytes; half are words by writers who take turns, so that no
 * two of them merge into one struct.
 */
export const largeDocument = (): LargeDocument => {
  const random = new Random(SEED);
  const doc = new Y.Doc();
  const elements = doc.getMap('elements');
  const text = doc.getText('text');
  let stateVector = new Uint8Array();
  let length = 0;
  for (let half = 0; half < 2; half++) {
    if (half === 1) stateVector = Uint8Array.from(Y.encodeStateVector(doc));
    for (let index = 0; index < WORDS / 2; index++) {
      doc.clientID = FIRST_CLIENT + half * (WRITERS / 2) + (index % (WRITERS / 2));
      const word = `${random.between(0, 1e9)} `;
      text.insert(length, word);
      length += word.length;
    }
    doc.transact(() => {
      for (let index = 0; index < ELEMENTS / 2; index++) elements.set(`e${half}-${index}`, element(random));
    });
  }
  const client = FIRST_CLIENT + WRITERS - 1;
  const clock = Y.decodeStateVector(Y.encodeStateVector(doc)).get(client) ?? 0;
  return { update: Y.encodeStateAsUpdate(doc), stateVector, client, clock };
};

const element = (random: Random): Record<string, unknown> => ({
  type: random.pick(['rectangle', 'ellipse', 'arrow', 'line', 'freedraw', 'text']),
  x: random.fraction() * 4000,
  y: random.fraction() * 4000,
  width: random.fraction() * 400,
  height: random.fraction() * 400,
  angle: 0,
  strokeColor: '#1e1e1e',
  backgroundColor: '#ffec99',
  fillStyle: 'solid',
  strokeWidth: 2,
  roughness: 1,
  opacity: 100,
  groupIds: [],
  seed: random.between(0, 2 ** 31),
  version: random.between(1, 200),
  versionNonce: random.between(0, 2 ** 31),
  isDeleted: false,
});
