import type { Writable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as ws from 'ws';
import { readShortFrames } from './short-frames.ts';

const MAX_PAYLOAD = 5_000;

/** Its types don't know that ws exports this. */
const { Receiver } = ws as unknown as {
  readonly Receiver: new (options: { readonly isServer: boolean; readonly maxPayload: number }) => Writable;
};

interface FrameParts {
  readonly opcode: number;
  readonly final?: boolean;
  readonly reserved?: number;
  readonly masked?: boolean;
  readonly lengthBytes?: 0 | 2 | 8 | undefined;
  readonly payload: Uint8Array;
}

/** A frame as a client sends it, or as one that breaks RFC 6455 does. */
const frame = ({ opcode, final = true, reserved = 0, masked = true, lengthBytes, payload }: FrameParts): Buffer => {
  const { length } = payload;
  const inBytes = lengthBytes ?? (length < 126 ? 0 : length < 65_536 ? 2 : 8);
  const head = Buffer.alloc(2 + inBytes);
  head[0] = (final ? 0x80 : 0) | (reserved << 4) | opcode;
  head[1] = (masked ? 0x80 : 0) | (inBytes === 0 ? length : inBytes === 2 ? 126 : 127);
  if (inBytes === 2) head.writeUInt16BE(length, 2);
  if (inBytes === 8) head.writeBigUInt64BE(BigInt(length), 2);
  if (!masked) return Buffer.concat([head, payload]);
  const mask = Buffer.from([0x12, 0xf3, 0x00, 0x9c]);
  return Buffer.concat([head, mask, payload.map((byte, index) => byte ^ (mask[index & 3] ?? 0))]);
};

const receiver = () => new Receiver({ isServer: true, maxPayload: MAX_PAYLOAD });

/** What a connection tells of these chunks, in order. */
const told = (chunks: readonly Buffer[], withShortFrames: boolean): string[] => {
  const events: string[] = [];
  const reads = receiver();
  const onMessage = (data: Buffer, isBinary: boolean) => events.push(`${isBinary} ${data.toString('hex')}`);
  reads.on('message', onMessage);
  reads.on('ping', (data: Buffer) => events.push(`ping ${data.toString('hex')}`));
  reads.on('pong', (data: Buffer) => events.push(`pong ${data.toString('hex')}`));
  reads.on('conclude', (code: number) => events.push(`close ${code}`));
  reads.on('error', (error: NodeJS.ErrnoException) => events.push(`error ${error.code}`));
  if (withShortFrames) readShortFrames({ _receiver: reads } as unknown as ws.WebSocket, MAX_PAYLOAD, onMessage);
  for (const chunk of chunks) if (!reads.errored) reads.write(Buffer.from(chunk));
  return events;
};

const cut = (bytes: Buffer, places: readonly number[]): Buffer[] => {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1))), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end)).filter(({ length }) => length > 0);
};

const payload = fc.oneof(
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 125 }) },
  { weight: 3, arbitrary: fc.uint8Array({ minLength: 126, maxLength: 400 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2_000, max: 6_000 }).map((length) => new Uint8Array(length).fill(7)) },
);
const controlPayload = fc.uint8Array({ maxLength: 20 });
const ordinary = payload.map((bytes) => [frame({ opcode: 2, payload: bytes })]);
const fragmented = fc
  .tuple(payload, controlPayload, payload)
  .map(([first, ping, last]) => [
    frame({ opcode: 2, final: false, payload: first }),
    frame({ opcode: 9, payload: ping }),
    frame({ opcode: 0, payload: last }),
  ]);
const strange = fc
  .record({
    opcode: fc.constantFrom(0, 1, 2, 3, 8, 9, 10),
    final: fc.boolean(),
    reserved: fc.constantFrom(0, 0, 0, 4, 1),
    masked: fc.constantFrom(true, true, true, false),
    lengthBytes: fc.constantFrom<0 | 2 | 8 | undefined>(undefined, undefined, 2, 8),
    payload: fc.uint8Array({ maxLength: 125 }),
  })
  .map((parts) => [frame(parts)]);
const frames = fc
  .array(
    fc.oneof(
      { weight: 10, arbitrary: ordinary },
      { weight: 2, arbitrary: fragmented },
      { weight: 1, arbitrary: strange },
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((several) => Buffer.concat(several.flat()));

test('whatever arrives, in whatever pieces, tells the same as the receiver by itself', () => {
  fc.assert(
    fc.property(frames, fc.array(fc.nat(20_000), { maxLength: 8 }), (bytes, places) => {
      const chunks = cut(bytes, places);
      expect(told(chunks, true)).toEqual(told(chunks, false));
    }),
    { numRuns: 2_000 },
  );
});

test('the ordinary frames never reach the receiver, and those after another kind are read here again', () => {
  const reads = receiver();
  const messages: string[] = [];
  let written = 0;
  const write = reads.write.bind(reads);
  reads.write = ((chunk: Buffer) => {
    written += chunk.length;
    return write(chunk);
  }) as typeof reads.write;
  readShortFrames({ _receiver: reads } as unknown as ws.WebSocket, MAX_PAYLOAD, (data) => messages.push(String(data)));
  const ping = frame({ opcode: 9, payload: Buffer.from('!') });
  for (const text of ['a', 'b'.repeat(300)]) reads.write(frame({ opcode: 2, payload: Buffer.from(text) }));
  expect(written).toBe(0);
  reads.write(ping);
  reads.write(frame({ opcode: 2, payload: Buffer.from('c') }));
  expect(written).toBe(ping.length);
  expect(messages).toEqual(['a', 'b'.repeat(300), 'c']);
});
