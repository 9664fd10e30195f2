import type { ContentNode } from './content-node.ts';
import { type FormatOptions, fromHtml, type ReadPart, readMarkdown, toHtmlPage, toMarkdown } from './convert.ts';
import { fromPlainText, toPlainText } from './plain-text.ts';
import type { WritableDocument } from './writable-document.ts';

export type FileFormatId = 'markdown' | 'html' | 'text';

/** A kind of file that documents are read from and written to. */
export interface FileFormat {
  readonly id: FileFormatId;
  /** With the dot; the first is the one that is written. */
  readonly extensions: readonly string[];
  readonly mediaType: string;
  /** Reads part by part; throws `UnreadableError`. */
  read(text: string, options?: FormatOptions): Iterable<ReadPart>;
  write(document: WritableDocument, options?: FormatOptions): string;
}

const markdown: FileFormat = {
  id: 'markdown',
  extensions: ['.md', '.markdown', '.mdown', '.mkd'],
  mediaType: 'text/markdown',
  read: readMarkdown,
  write: ({ title, blocks }, options) => toMarkdown([...titleBlock(title), ...blocks], options),
};

const html: FileFormat = {
  id: 'html',
  extensions: ['.html', '.htm', '.xhtml'],
  mediaType: 'text/html',
  read: (page, options) => [{ ...fromHtml(page, options), done: 1 }],
  write: toHtmlPage,
};

const text: FileFormat = {
  id: 'text',
  extensions: ['.txt', '.text'],
  mediaType: 'text/plain',
  read: (words) => [{ blocks: fromPlainText(words), notes: [], done: 1 }],
  write: ({ title, blocks }, options) => toPlainText([...titleBlock(title), ...blocks], options),
};

/** In the order of the menus. */
export const fileFormats: readonly FileFormat[] = [markdown, html, text];

/** The format of a file by its name, or else by its media type; undefined for one that can't be read. */
export function formatOfFile(name: string, mediaType: string): FileFormat | undefined {
  const lower = name.toLowerCase();
  return (
    fileFormats.find(({ extensions }) => extensions.some((extension) => lower.endsWith(extension))) ??
    fileFormats.find((format) => format.mediaType === mediaType.split(';')[0])
  );
}

function titleBlock(title: string): ContentNode[] {
  return title === '' ? [] : [{ type: 'heading', tag: 'h1', children: [{ type: 'text', text: title }] }];
}
