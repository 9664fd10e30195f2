import fc from 'fast-check';
import { createDecoder, hasContent, readVarUint } from 'lib0/decoding';
import { describe, expect, it } from 'vitest';
import {
  decodeEvent,
  decodeRole,
  decodeSaved,
  decodeToken,
  encodeEvent,
  encodeRole,
  encodeSaved,
  encodeToken,
  encodeTokenRequest,
} from './extensions.ts';
import { MessageType, ROLES } from './messages.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Reads a message's type, then all of the rest. */
const read = <T>(message: Uint8Array, type: number, decode: (decoder: ReturnType<typeof createDecoder>) => T): T => {
  const decoder = createDecoder(message);
  expect(readVarUint(decoder)).toBe(type);
  const value = decode(decoder);
  expect(hasContent(decoder)).toBe(false);
  return value;
};

describe('the bytes on the wire', () => {
  it.each([
    ['saved, 0 frames', encodeSaved(0), '6400'],
    ['saved, 300 frames', encodeSaved(300), '64ac02'],
    ['the role of an editor', encodeRole('editor'), '6506656469746f72'],
    ['an event', encodeEvent({ name: 'chat', data: '{"é":1}' }), '660463686174087b22c3a9223a317d'],
    ["the server's request for a token", encodeTokenRequest(), '67'],
    ["the client's token", encodeToken('a.b'), '6703612e62'],
  ])('of %s', (_, message, bytes) => {
    expect(hex(message)).toBe(bytes);
  });
});

describe('a message', () => {
  it('is read as it was written', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.constantFrom(...ROLES), text, text, (count, role, name, data) => {
        expect(read(encodeSaved(count), MessageType.saved, decodeSaved)).toBe(count);
        expect(read(encodeRole(role), MessageType.role, decodeRole)).toBe(role);
        expect(read(encodeEvent({ name, data }), MessageType.event, decodeEvent)).toEqual({ name, data });
        expect(read(encodeToken(data), MessageType.token, decodeToken)).toBe(data);
      }),
    );
  });

  it('that was cut short throws', () => {
    for (const [message, decode] of [
      [encodeSaved(300), decodeSaved],
      [encodeRole('owner'), decodeRole],
      [encodeEvent({ name: 'a', data: '1' }), decodeEvent],
      [encodeToken('abc'), decodeToken],
    ] as const) {
      for (let length = 1; length < message.length; length += 1) {
        expect(() => read<unknown>(message.slice(0, length), message[0] ?? 0, decode)).toThrow();
      }
    }
  });

  it('with a role that nobody has throws', () => {
    expect(() => read(new Uint8Array([101, 4, 107, 105, 110, 103]), MessageType.role, decodeRole)).toThrow(
      'unknown role king',
    );
  });
});
