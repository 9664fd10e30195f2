import { isUtf8 } from 'node:buffer';
import { ByteReader, MalformedError } from './byte-reader.ts';
import { requireJson } from './json-guard.ts';
import { MAX_EVENT } from './limits.ts';

/** Throws `MalformedError` where an event message, read from behind its type, is one that its receivers would choke on. */
export const requireEvent = (body: Uint8Array): void => {
  if (body.length > MAX_EVENT) throw new MalformedError('event too large');
  const reader = new ByteReader(body);
  const name = reader.varBytes();
  const data = reader.varBytes();
  reader.expectEnd();
  if (!isUtf8(name)) throw new MalformedError('name that is not UTF-8');
  requireJson(data);
};
