import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MessageTooLargeError } from './parts.ts';
import { type CarriedFrame, encodeCloseFrame, encodeMessageFrame, FrameParser } from './web-socket-frames.ts';

const LIMIT = 200_000;

const parse = (pieces: readonly Uint8Array[], limit = LIMIT): CarriedFrame[] => {
  const parser = new FrameParser(limit);
  return pieces.flatMap((piece) => [...parser.add(piece)]);
};

test('messages of any length come out as they went in, however the bytes are cut', () => {
  const message = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.constantFrom(125, 126, 127, 65_535, 65_536, 70_000).map((length) => new Uint8Array(length).fill(7)),
  );
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 90_000 })),
      (messages, cuts) => {
        const bytes = Buffer.concat([...messages.map(encodeMessageFrame), encodeCloseFrame(4403, 'not allowed – no')]);
        const pieces: Uint8Array[] = [];
        let at = 0;
        for (const cut of cuts) {
          if (at >= bytes.length) break;
          pieces.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        pieces.push(bytes.subarray(at));
        const frames = parse(pieces);
        expect(frames.pop()).toEqual({ type: 'close', code: 4403, reason: 'not allowed – no' });
        expect(frames.length).toBe(messages.length);
        for (const [i, frame] of frames.entries()) {
          expect(frame.type === 'message' && Buffer.compare(frame.data, messages[i] ?? Buffer.of())).toBe(0);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('a message over the limit throws before it is held', () => {
  const header = encodeMessageFrame(new Uint8Array(1000)).subarray(0, 4);
  expect(() => parse([header], 999)).toThrow(MessageTooLargeError);
});

test.each([
  ['text', [0x81, 0]],
  ['masked', [0x82, 0x80]],
  ['a fragment', [0x02, 0]],
  ['a ping', [0x89, 0]],
])('a frame that is %s throws', (_, bytes) => {
  expect(() => parse([Uint8Array.from(bytes)])).toThrow(RangeError);
});
