import fc from 'fast-check';
import { createDecoder, readVarUint } from 'lib0/decoding';
import { describe, expect, it } from 'vitest';
import { MessageType } from './messages.ts';
import { MessageTooLargeError, PART_SIZE, PartAssembler, splitMessage } from './parts.ts';

const message = (length: number, seed = 1): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + seed) & 255);

/** One part as a decoder stands after its type. */
const behindType = (part: Uint8Array) => {
  const decoder = createDecoder(part);
  expect(readVarUint(decoder)).toBe(MessageType.part);
  return decoder;
};

const assemble = (assembler: PartAssembler, parts: readonly Uint8Array[]): (Uint8Array | null)[] =>
  parts.map((part) => assembler.add(behindType(part)));

describe('a message in parts', () => {
  it('of 64 kB goes whole, as it is', () => {
    const whole = message(PART_SIZE);
    expect(splitMessage(whole)).toEqual([whole]);
  });

  it('of one byte more goes in two, each with the number of those to come', () => {
    const parts = splitMessage(message(PART_SIZE + 1));
    expect(parts.map((part) => part.length)).toEqual([2 + PART_SIZE, 3]);
    expect(parts.map((part) => [...part.subarray(0, 2)])).toEqual([
      [104, 1],
      [104, 0],
    ]);
    expect(parts[1]?.at(2)).toBe((PART_SIZE * 31 + 1) & 255);
  });

  it('comes out as it went in, one after the other through one assembler', () => {
    const lengths = fc.array(fc.integer({ min: PART_SIZE + 1, max: 6 * PART_SIZE }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(lengths, fc.nat(), (sizes, seed) => {
        const assembler = new PartAssembler(6 * PART_SIZE);
        for (const size of sizes) {
          const whole = message(size, seed);
          const results = assemble(assembler, splitMessage(whole));
          expect(results.slice(0, -1).every((result) => result === null)).toBe(true);
          expect(Buffer.compare(results.at(-1) ?? new Uint8Array(), whole)).toBe(0);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('does not depend on the bytes it was read from once they are taken', () => {
    const whole = message(2 * PART_SIZE);
    const assembler = new PartAssembler(whole.length);
    const [first, last] = splitMessage(whole);
    if (first === undefined || last === undefined) throw new Error('two parts expected');
    assembler.add(behindType(first));
    first.fill(0);
    expect(Buffer.compare(assembler.add(behindType(last)) ?? new Uint8Array(), whole)).toBe(0);
  });

  it('out of turn throws: left out, twice, or of another message', () => {
    const [a, b, c] = splitMessage(message(3 * PART_SIZE));
    if (a === undefined || b === undefined || c === undefined) throw new Error('three parts expected');
    for (const order of [
      [a, c],
      [a, a],
      [a, b, b],
      [b, a],
    ]) {
      expect(() => assemble(new PartAssembler(10 * PART_SIZE), order)).toThrow(RangeError);
    }
  });

  it('beyond the limit throws before it is held', () => {
    const parts = splitMessage(message(3 * PART_SIZE));
    expect(() => assemble(new PartAssembler(3 * PART_SIZE), parts)).not.toThrow();
    expect(() => assemble(new PartAssembler(3 * PART_SIZE - 1), parts)).toThrow(MessageTooLargeError);
    expect(() => assemble(new PartAssembler(1), parts.slice(0, 1))).toThrow(MessageTooLargeError);
  });

  it('without bytes, or with more parts announced than bytes allowed, throws', () => {
    expect(() => new PartAssembler(100).add(createDecoder(new Uint8Array([1])))).toThrow('bad part');
    expect(() => new PartAssembler(100).add(createDecoder(new Uint8Array([101, 7])))).toThrow('bad part');
  });
});
