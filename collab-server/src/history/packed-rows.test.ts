import { expect, test } from 'vitest';
import { packRows, unpackRows } from './packed-rows.ts';

const update = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);

test('rows come out as they went in, large ones on the buffers that they had', () => {
  const rows = [
    { seq: 7, update: update(3, 1), user: 'ann', at: 10 },
    { seq: 8, update: update(300_000, 2), user: null, at: 11 },
    { seq: 9, update: update(5, 3), user: 'ann', at: 12 },
    { seq: 10, update: update(256 * 1024, 4), user: 'bob', at: 13 },
    { seq: 11, update: update(400_000, 5), user: 'bob', at: 14 },
  ];
  const packed = packRows(rows);
  expect(packed.bytes.length).toBe(3 + 5 + 256 * 1024);
  expect(packed.large.map((large) => rows.findIndex((row) => row.update === large))).toEqual([1, 4]);
  const out = unpackRows(packed);
  expect(out.map(({ user, at }) => ({ user, at }))).toEqual(rows.map(({ user, at }) => ({ user, at })));
  expect(out.map((row, index) => Buffer.compare(row.update, rows[index]?.update ?? update(0, 0)))).toEqual([
    0, 0, 0, 0, 0,
  ]);
});

test('no rows are no bytes', () => {
  expect(unpackRows(packRows([]))).toEqual([]);
});
