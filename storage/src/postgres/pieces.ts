import { crc32 } from 'node:zlib';

/** Bytes in one row: a larger value arrives row by row, so that nobody waits until all of it is there. */
export const PIECE = 256 * 1024;

/** Bytes as they are stored: cut into pieces, each with its checksum. There is always one, which may be empty. */
export interface Piece {
  readonly size: number;
  readonly crc: number;
}

export function piecesOf(bytes: Uint8Array): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at === 0 || at < bytes.byteLength; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE);
    pieces.push({ size: piece.byteLength, crc: checksum(piece) });
  }
  return pieces;
}

/** As a signed number, which is what a column of integers takes. */
export const checksum = (bytes: Uint8Array): number => crc32(bytes) | 0;

/** On a buffer that nothing else lies on. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((size, { byteLength }) => size + byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
