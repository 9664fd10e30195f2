import type { LogEntry } from '../document-store.ts';

/** An append on its way to its commit. */
export interface QueuedEntry extends LogEntry {
  readonly generation: number;
}

/** The same before it is packed. */
export interface Queued {
  readonly entry: LogEntry;
  /** Of a large update whose bytes are in the file already (`LargeUpdates`); 0: `update` has them. */
  readonly generation: number;
}

/**
 * The appends of one commit in one buffer, which crosses to the thread without a copy or a clone for each row.
 *
 * A row: u32 length of the id, u32 length of the user + 1 (0: null), u32 length of the update, u32
 * generation (0: none), u32 number of clientIDs claimed, u32 of those recovered, f64 seq that it goes behind (-1:
 * whatever there is), id, user, update, clientIDs as f64. Of an update that has a generation no bytes are sent.
 */
const header = 32;
const none: readonly number[] = [];

/** An upper bound of what an entry takes: a UTF-16 unit is at most three bytes of UTF-8. */
function packedSize({
  entry: { documentId, user, update, claimed = none, recovered = none },
  generation,
}: Queued): number {
  const text = 3 * (documentId.length + (user?.length ?? 0));
  return header + text + (generation === 0 ? update.byteLength : 0) + 8 * (claimed.length + recovered.length);
}

export function packAppends(appends: readonly Queued[]): ArrayBuffer {
  const bytes = new ArrayBuffer(appends.reduce((size, append) => size + packedSize(append), 0));
  const buffer = Buffer.from(bytes);
  let at = 0;
  for (const { entry, generation } of appends) {
    const { documentId, user, update, after = -1, claimed = none, recovered = none } = entry;
    const idLength = buffer.write(documentId, at + header);
    const userLength = user === null ? 0 : buffer.write(user, at + header + idLength);
    buffer.writeUInt32LE(idLength, at);
    buffer.writeUInt32LE(user === null ? 0 : userLength + 1, at + 4);
    const length = generation === 0 ? update.byteLength : 0;
    buffer.writeUInt32LE(length, at + 8);
    buffer.writeUInt32LE(generation, at + 12);
    buffer.writeUInt32LE(claimed.length, at + 16);
    buffer.writeUInt32LE(recovered.length, at + 20);
    buffer.writeDoubleLE(after, at + 24);
    at += header + idLength + userLength;
    if (length > 0) buffer.set(update, at);
    at += length;
    for (const client of claimed) at = buffer.writeDoubleLE(client, at);
    for (const client of recovered) at = buffer.writeDoubleLE(client, at);
  }
  return bytes;
}

/** The first `count` rows of a packed buffer; their updates are views into it. */
export function unpackAppends(bytes: ArrayBuffer, count: number): QueuedEntry[] {
  const buffer = Buffer.from(bytes);
  const entries: QueuedEntry[] = [];
  let at = 0;
  const clients = (length: number): readonly number[] => {
    const from = at;
    at += 8 * length;
    return length === 0 ? none : Array.from({ length }, (_, index) => buffer.readDoubleLE(from + 8 * index));
  };
  for (let row = 0; row < count; row++) {
    const idEnd = at + header + buffer.readUInt32LE(at);
    const userLength = buffer.readUInt32LE(at + 4);
    const userEnd = idEnd + Math.max(0, userLength - 1);
    const end = userEnd + buffer.readUInt32LE(at + 8);
    const generation = buffer.readUInt32LE(at + 12);
    const [claims, recoveries] = [buffer.readUInt32LE(at + 16), buffer.readUInt32LE(at + 20)];
    const after = buffer.readDoubleLE(at + 24);
    const documentId = buffer.toString('utf8', at + header, idEnd);
    at = end;
    entries.push({
      documentId,
      user: userLength === 0 ? null : buffer.toString('utf8', idEnd, userEnd),
      update: buffer.subarray(userEnd, end),
      generation,
      ...(after === -1 ? {} : { after }),
      claimed: clients(claims),
      recovered: clients(recoveries),
    });
  }
  return entries;
}
