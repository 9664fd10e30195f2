import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Excerpts, LONGEST_QUERY, LONGEST_TEXT } from '../search-store.ts';
import { excerptsOf } from './excerpts.ts';

/** Level 1 takes a third of the time of the default and leaves a tenth more bytes. */
const COMPRESSION = { level: 1 };

/** As much of a text as is indexed, and how it is stored to be shown. */
export function storedText(text: string): { indexed: string; packed: Uint8Array } {
  const indexed = text.slice(0, LONGEST_TEXT);
  return { indexed, packed: deflateRawSync(indexed, COMPRESSION) };
}

/** Where the words of a query stand in an entry as it is stored; null for none. */
export function excerptsIn(
  query: string,
  entry: { readonly title: string; readonly text: Uint8Array } | undefined,
): Excerpts | null {
  return entry ? excerptsOf(query, { title: entry.title, text: inflateRawSync(entry.text).toString() }) : null;
}

/** @throws RangeError where it is too long. */
export function expectQuery(query: string): string {
  if (query.length > LONGEST_QUERY) throw new RangeError(`A query has ${LONGEST_QUERY} characters at most.`);
  return query;
}
