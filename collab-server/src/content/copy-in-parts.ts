/** Bytes that are copied at one go: some tenths of a millisecond. */
const PART = 1024 * 1024;

/** A copy on a buffer of its own. Between its parts everybody else has their turn; the bytes have to stay as they are. */
export const copyInParts = async (bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => {
  const copy = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += PART) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve));
    copy.set(bytes.subarray(at, at + PART), at);
  }
  return copy;
};

/** Whether a copy of it takes more than one part. */
const isLarge = (value: unknown): value is Uint8Array => value instanceof Uint8Array && value.length > PART;

/** What a message to a thread is made of. */
export interface Parcel<T> {
  readonly input: T;
  readonly transfer: ArrayBuffer[];
}

/** Whether `input` has bytes that would be copied in one go where it is sent as it is. */
export const needsParts = (input: unknown, transfer: readonly ArrayBuffer[]): boolean => {
  if (isLarge(input)) return !transfer.includes(input.buffer as ArrayBuffer);
  if (typeof input !== 'object' || input === null || ArrayBuffer.isView(input)) return false;
  return Object.values(input).some((value) => needsParts(value, transfer));
};

/** The same input with these bytes copied in parts, and handed over. It is made of plain objects, arrays and bytes. */
export const inParts = async <T>(input: T, transfer: readonly ArrayBuffer[]): Promise<Parcel<T>> => {
  const all = [...transfer];
  const copied = async (value: unknown): Promise<unknown> => {
    if (!needsParts(value, transfer)) return value;
    if (isLarge(value)) {
      const copy = await copyInParts(value);
      all.push(copy.buffer);
      return copy;
    }
    if (Array.isArray(value)) {
      const items: unknown[] = [];
      for (const item of value) items.push(await copied(item));
      return items;
    }
    const entries: [string, unknown][] = [];
    for (const [name, item] of Object.entries(value as object)) entries.push([name, await copied(item)]);
    return Object.fromEntries(entries);
  };
  return { input: (await copied(input)) as T, transfer: all };
};
