import { MalformedError } from './byte-reader.ts';

/** Deeper than any state or event is. Some five thousand levels make JSON.stringify, and y-protocols, run out of stack. */
const MAX_DEPTH = 100;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const textDecoder = new TextDecoder('utf-8', { fatal: true });

/** Throws `MalformedError` on what a receiver would choke on: no UTF-8, no JSON, or nested without end. */
export const requireJson = (bytes: Uint8Array): void => {
  if (depthOf(bytes) > MAX_DEPTH) throw new MalformedError('nested too deep');
  try {
    JSON.parse(textDecoder.decode(bytes));
  } catch {
    throw new MalformedError('not JSON');
  }
};

/** How deep brackets outside of strings nest; whether they match is for the parser to say. */
const depthOf = (bytes: Uint8Array): number => {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === QUOTE) inString = !inString;
    else if (inString) {
      if (byte === BACKSLASH) index++;
    } else if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return deepest;
};
