import { isUtf8 } from 'node:buffer';
import { ByteReader, MalformedError } from './byte-reader.ts';
import { requireJson } from './json-guard.ts';
import { MAX_EVENT } from './limits.ts';

/**
 * The name of an event, its message read from behind its type. Throws `MalformedError` where it is one that its receivers
 * would choke on.
 */
export const requireEvent = (body: Uint8Array): string => {
  if (body.length > MAX_EVENT) throw new MalformedError('event too large');
  const reader = new ByteReader(body);
  const name = reader.varBytes();
  const data = reader.varBytes();
  reader.expectEnd();
  if (!isUtf8(name)) throw new MalformedError('name that is not UTF-8');
  requireJson(data);
  return new TextDecoder().decode(name);
};
