/** Frames of RFC 6455, section 5.2, as far as a load generator needs them. */
const FINAL = 0x80;
const MASKED = 0x80;
const BINARY = 2;
const CLOSE = 8;
const NORMAL_CLOSURE = Buffer.from([3, 232]);

const writeHead = (frame: Buffer, opcode: number, length: number, mask: number): number => {
  frame[0] = FINAL | opcode;
  if (length < 126) {
    frame[1] = mask | length;
    return 2;
  }
  if (length < 65536) {
    frame[1] = mask | 126;
    return frame.writeUInt16BE(length, 2);
  }
  frame[1] = mask | 127;
  return frame.writeBigUInt64BE(BigInt(length), 2);
};

const headLength = (length: number): number => (length < 126 ? 2 : length < 65536 ? 4 : 10);

/** As a server sends it: unmasked. */
export const frameBinary = (payload: Uint8Array): Buffer => {
  const frame = Buffer.allocUnsafe(headLength(payload.length) + payload.length);
  frame.set(payload, writeHead(frame, BINARY, payload.length, 0));
  return frame;
};

/** Never zero, for which several servers take a short cut that no browser gives them. */
const randomMask = (): number => Math.floor(Math.random() * 0x7fffffff) | 1;

/** As a client sends it: masked. */
const frameMasked = (opcode: number, payload: Uint8Array): Buffer => {
  const frame = Buffer.allocUnsafe(headLength(payload.length) + 4 + payload.length);
  const at = writeHead(frame, opcode, payload.length, MASKED);
  const start = frame.writeInt32BE(randomMask(), at);
  for (let index = 0; index < payload.length; index++) {
    frame[start + index] = (payload[index] ?? 0) ^ (frame[at + (index & 3)] ?? 0);
  }
  return frame;
};

export const frameFromClient = (payload: Uint8Array): Buffer => frameMasked(BINARY, payload);
export const framePong = (payload: Uint8Array): Buffer => frameMasked(10, payload);
export const frameClose = (): Buffer => frameMasked(CLOSE, NORMAL_CLOSURE);
