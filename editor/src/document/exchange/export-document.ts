import * as Y from 'yjs';
import type { FileFormatId } from '../../content/formats/index.ts';
import { Work } from './work.ts';

export interface ExportRequest {
  readonly format: FileFormatId;
  readonly title: string;
  readonly language: string;
  readonly doc: Y.Doc;
  /** The address of an asset by its hash. */
  address(hash: string): string;
  /** The bytes of an asset; null where they can't be had. */
  load(address: string): Promise<Blob | null>;
}

/** Bytes of pictures that a page of HTML takes along. What is beyond stays an address. */
const MOST_PICTURES = 24 * 1024 * 1024;
const ANY_HASH = 'a'.repeat(64);

/** The document as a file's text, written elsewhere than in the page. Throws an `AbortError`, or what went wrong. */
export async function exportDocument(request: ExportRequest, signal: AbortSignal): Promise<string> {
  const work = new Work(signal);
  try {
    const state = Y.encodeStateAsUpdate(request.doc);
    const { format, title, language } = request;
    work.ask({ kind: 'write', format, title, language, state, assets: request.address(ANY_HASH).split(ANY_HASH) }, [
      state.buffer,
    ]);
    const answer = await work.next();
    if (answer.kind !== 'text') throw new Error(`unexpected ${answer.kind}`);
    return format === 'html' ? await withPictures(answer.text, request, signal) : answer.text;
  } finally {
    work.end();
  }
}

/** With the pictures in it, so that the page needs no server. */
async function withPictures(html: string, { address, load }: ExportRequest, signal: AbortSignal): Promise<string> {
  const [before = ''] = address(ANY_HASH).split(ANY_HASH);
  const sources = new Set([...html.matchAll(/<img src="([^"]+)"/g)].map(([, source = '']) => source));
  let page = html;
  let bytes = 0;
  for (const source of sources) {
    if (!source.startsWith(before)) continue;
    const blob = await load(source.replace(/#.*$/, '').replaceAll('&amp;', '&').replaceAll('&#x26;', '&'));
    signal.throwIfAborted();
    bytes += blob?.size ?? 0;
    if (blob === null || bytes > MOST_PICTURES) continue;
    page = page.replaceAll(`<img src="${source}"`, `<img src="${await dataAddress(blob)}"`);
  }
  return page;
}

function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
