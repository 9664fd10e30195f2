import { ByteReader, MalformedError } from './byte-reader.ts';
import { MAX_EVENT } from './limits.ts';

const textDecoder = new TextDecoder('utf-8', { fatal: true });

/** Throws `MalformedError` where an event message, read from behind its type, is one that its receivers would choke on. */
export const requireEvent = (body: Uint8Array): void => {
  if (body.length > MAX_EVENT) throw new MalformedError('event too large');
  const reader = new ByteReader(body);
  const name = reader.varBytes();
  const data = reader.varBytes();
  reader.expectEnd();
  try {
    textDecoder.decode(name);
    JSON.parse(textDecoder.decode(data));
  } catch {
    throw new MalformedError('event that is not a name and JSON');
  }
};
