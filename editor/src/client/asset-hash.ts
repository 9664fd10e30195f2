import { digest } from 'lib0/hash/sha256';

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 of bytes that are at hand, at once: megabytes take a moment, in which nothing else happens. */
export const hashNow = (bytes: Uint8Array): string => hex(digest(bytes));

/** SHA-256 of a file. Rejects where it can't be read, as one that was moved away since it was chosen. */
export const hashOf = async (file: Blob): Promise<string> => {
  const bytes = await file.arrayBuffer();
  // Without https, other than on this machine, a browser has none.
  const { subtle } = globalThis.crypto;
  if (subtle === undefined) return hashNow(new Uint8Array(bytes));
  return hex(new Uint8Array(await subtle.digest('SHA-256', bytes)));
};
