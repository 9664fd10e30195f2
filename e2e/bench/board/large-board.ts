import { putElements } from '@cowrite/editor/content/board';
import type { CowriteServer } from '../../harness/server.ts';
import { WireClient } from '../../harness/wire-client.ts';

const COLUMNS = 100;
/** Pixels from one element to the next. */
const PITCH = 34;
const SIZE = 24;
const TYPES = ['rectangle', 'ellipse', 'diamond'];
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The nth of many fractional indexes: `c` begins those with four digits. */
const indexOf = (n: number): string => `c${[62 ** 2, 62, 1].map((unit) => DIGITS[Math.floor(n / unit) % 62]).join('')}`;

export const idOf = (n: number): string => `element-${String(n).padStart(12, '0')}`;

/** Where the nth element's middle is. */
export const placeOf = (n: number): readonly [x: number, y: number] => [
  (n % COLUMNS) * PITCH + SIZE / 2,
  Math.floor(n / COLUMNS) * PITCH + SIZE / 2,
];

/** Numbers of the elements in a field of so many columns and rows at the top left. */
export const fieldOf = (columns: number, rows: number): number[] =>
  Array.from({ length: columns * rows }, (_, n) => Math.floor(n / columns) * COLUMNS + (n % columns));

/** An element as the canvas makes it. */
const elementOf = (n: number) => ({
  id: idOf(n),
  type: TYPES[n % TYPES.length] ?? 'rectangle',
  x: placeOf(n)[0] - SIZE / 2,
  y: placeOf(n)[1] - SIZE / 2,
  width: SIZE,
  height: SIZE,
  angle: 0,
  seed: n + 1,
  index: indexOf(n),
  isDeleted: false,
  strokeColor: n % 2 ? '#1e1e1e' : '#1971c2',
  backgroundColor: n % 3 ? 'transparent' : '#ffec99',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roundness: null,
  roughness: 1,
  opacity: 100,
  groupIds: [],
  frameId: null,
  boundElements: [],
  link: null,
  locked: false,
});

/** Makes a board of so many elements on the server, and resolves with its id once all of it is saved. */
export const createLargeBoard = async (server: CowriteServer, elements: number): Promise<string> => {
  const response = await fetch(`${server.url}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ title: `${elements} elements`, kind: 'board' }),
  });
  const { id } = (await response.json()) as { id: string };
  const client = await WireClient.join(server.syncUrl(id));
  putElements(
    client.doc,
    Array.from({ length: elements }, (_, n) => elementOf(n)),
  );
  await client.saved();
  await client.close();
  return id;
};
