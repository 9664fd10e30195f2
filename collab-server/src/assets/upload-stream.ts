import { ProblemError } from '../api/problem.ts';
import { HEAD_SIZE } from './asset-type.ts';

/** An upload whose first bytes were looked at and are yet to be stored, with all that follow. */
export interface Opened {
  readonly head: Uint8Array;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The sender went away before it had sent everything. */
export class BrokenUploadError extends Error {
  override readonly name = 'BrokenUploadError';
}

/** Reads the first bytes of a body. Whoever reads on meets a `ProblemError` where there are more than `maxSize`. */
export const openUpload = async (body: ReadableStream<Uint8Array> | null, maxSize: number): Promise<Opened> => {
  const pieces = piecesOf(body, maxSize);
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_SIZE) {
    const { done, value } = await pieces.next();
    if (done) break;
    first.push(value);
    length += value.byteLength;
  }
  return { head: Buffer.concat(first).subarray(0, HEAD_SIZE), bytes: all(first, pieces) };
};

async function* piecesOf(body: ReadableStream<Uint8Array> | null, maxSize: number): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  let size = 0;
  try {
    for await (const piece of body) {
      size += piece.byteLength;
      if (size > maxSize) throw tooLarge(maxSize);
      yield piece;
    }
  } catch (error) {
    throw error instanceof ProblemError ? error : new BrokenUploadError('the upload broke off', { cause: error });
  }
}

async function* all(first: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* rest;
}

export const tooLarge = (maxSize: number): ProblemError =>
  new ProblemError(413, `Files may have ${megabytes(maxSize)} MB here: this one has more.`);

const megabytes = (bytes: number): string => String(Math.floor((bytes / 1024 / 1024) * 10) / 10);
