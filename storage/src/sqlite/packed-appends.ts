import type { LogEntry } from '../document-store.ts';

/** An append on its way to its commit. */
export interface QueuedEntry extends LogEntry {
  /** Of a large update whose bytes are in the file already (`LargeUpdates`); 0: `update` has them. */
  readonly generation: number;
}

/**
 * The appends of one commit in one buffer, which crosses to the thread without a copy or a clone for each row.
 *
 * A row: u32 length of the id, u32 length of the user + 1 (0: null), u32 length of the update, u32
 * generation (0: none), id, user, update. Of an update that has a generation no bytes are sent.
 */
const header = 16;

/** An upper bound of what an entry takes: a UTF-16 unit is at most three bytes of UTF-8. */
function packedSize({ documentId, user, update, generation }: QueuedEntry): number {
  return header + 3 * (documentId.length + (user?.length ?? 0)) + (generation === 0 ? update.byteLength : 0);
}

export function packAppends(entries: readonly QueuedEntry[]): ArrayBuffer {
  const bytes = new ArrayBuffer(entries.reduce((size, entry) => size + packedSize(entry), 0));
  const buffer = Buffer.from(bytes);
  let at = 0;
  for (const { documentId, user, update, generation } of entries) {
    const idLength = buffer.write(documentId, at + header);
    const userLength = user === null ? 0 : buffer.write(user, at + header + idLength);
    buffer.writeUInt32LE(idLength, at);
    buffer.writeUInt32LE(user === null ? 0 : userLength + 1, at + 4);
    const length = generation === 0 ? update.byteLength : 0;
    buffer.writeUInt32LE(length, at + 8);
    buffer.writeUInt32LE(generation, at + 12);
    if (length > 0) buffer.set(update, at + header + idLength + userLength);
    at += header + idLength + userLength + length;
  }
  return bytes;
}

/** The first `count` rows of a packed buffer; their updates are views into it. */
export function unpackAppends(bytes: ArrayBuffer, count: number): QueuedEntry[] {
  const buffer = Buffer.from(bytes);
  const entries: QueuedEntry[] = [];
  let at = 0;
  for (let row = 0; row < count; row++) {
    const idEnd = at + header + buffer.readUInt32LE(at);
    const userLength = buffer.readUInt32LE(at + 4);
    const userEnd = idEnd + Math.max(0, userLength - 1);
    const end = userEnd + buffer.readUInt32LE(at + 8);
    entries.push({
      documentId: buffer.toString('utf8', at + header, idEnd),
      user: userLength === 0 ? null : buffer.toString('utf8', idEnd, userEnd),
      update: buffer.subarray(userEnd, end),
      generation: buffer.readUInt32LE(at + 12),
    });
    at = end;
  }
  return entries;
}
