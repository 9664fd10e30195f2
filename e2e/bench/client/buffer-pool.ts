const SMALLEST = 1024;
/** Larger ones are rare, and left to the collector. */
const LARGEST = 4 * 1024 * 1024;

const free = new Map<number, Buffer[]>();

/** Buffers of powers of two, used again: hundreds of clients that receive megabytes would else be busy collecting them. */
export const takeBuffer = (bytes: number): Buffer => {
  const size = 2 ** Math.ceil(Math.log2(Math.max(bytes, SMALLEST)));
  return free.get(size)?.pop() ?? Buffer.allocUnsafeSlow(size);
};

export const giveBack = (buffer: Buffer): void => {
  if (buffer.length > LARGEST) return;
  const others = free.get(buffer.length);
  if (others) others.push(buffer);
  else free.set(buffer.length, [buffer]);
};
