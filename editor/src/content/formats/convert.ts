import type { ElementContent } from 'hast';
import { type AssetLinks, unresolvedAssets } from '../nodes/asset-links.ts';
import type { ContentNode } from './content-node.ts';
import { collectFormats, type Formats } from './formats.ts';
import { mendNotion } from './html/notion.ts';
import { htmlPage } from './html/page.ts';
import { parseHtml } from './html/parse.ts';
import { type ImportedBlocks, readHtml } from './html/read.ts';
import { mendWord } from './html/word.ts';
import { createHtmlWriter, htmlText } from './html/write.ts';
import { parseMarkdown } from './markdown/parse.ts';
import { splitMarkdown } from './markdown/split.ts';
import { writeMarkdown } from './markdown/write.ts';
import type { NodeFormat } from './node-format.ts';
import { nodeFormats } from './nodes/index.ts';
import type { WritableDocument } from './writable-document.ts';

export interface FormatOptions {
  /** The embedder's own kinds of nodes, asked before the others. */
  readonly nodes?: readonly NodeFormat[];
  /** Where the assets that a document names by hash are; without it their addresses are `asset:<hash>`. */
  readonly assets?: AssetLinks;
}

const ours = collectFormats(nodeFormats);

function formatsOf({ nodes }: FormatOptions): Formats {
  return nodes === undefined || nodes.length === 0 ? ours : collectFormats([...nodes, ...nodeFormats]);
}

/** Blocks as Markdown (CommonMark, GitHub's tables, tasks and alerts, `$` math). What it can't say goes out as HTML. */
export function toMarkdown(blocks: readonly ContentNode[], options: FormatOptions = {}): string {
  return writeMarkdown(blocks, formatsOf(options), options.assets ?? unresolvedAssets);
}

/** The blocks that a Markdown text says. Throws `UnreadableError` for HTML in it that can't be read without harm. */
export function fromMarkdown(text: string, options: FormatOptions = {}): ImportedBlocks {
  const parts = [...readMarkdown(text, options)];
  return { blocks: parts.flatMap(({ blocks }) => blocks), notes: parts.flatMap(({ notes }) => notes) };
}

/** Blocks of a text that is read part by part. */
export interface ReadPart extends ImportedBlocks {
  /** How far it is behind them, from 0 to 1. */
  readonly done: number;
}

/** Characters that are read at once. */
const AT_ONCE = 50_000;

/** The same of a long text, part by part. */
export function* readMarkdown(text: string, options: FormatOptions = {}, atOnce = AT_ONCE): Generator<ReadPart> {
  const formats = formatsOf(options);
  for (const part of splitMarkdown(text, atOnce)) {
    const { blocks, notes } = readHtml(
      parseMarkdown(part.text, formats),
      'spaces',
      formats,
      options.assets ?? unresolvedAssets,
    );
    const placed = notes.map((note) => (note.line === null ? note : { ...note, line: note.line + part.line }));
    yield { blocks, notes: placed, done: text.length === 0 ? 1 : part.end / text.length };
  }
}

/** Blocks as HTML: elements that say what they are, and styles only where no element does. */
export function toHtml(blocks: readonly ContentNode[], options: FormatOptions = {}): string {
  return htmlText(elementsOf(blocks, options));
}

/** A page that stands by itself: nothing is fetched for it but the pictures it names. */
export function toHtmlPage({ title, language, blocks }: WritableDocument, options: FormatOptions = {}): string {
  return htmlPage(title, language, elementsOf(blocks, options));
}

function elementsOf(blocks: readonly ContentNode[], options: FormatOptions): ElementContent[] {
  const write = createHtmlWriter(formatsOf(options), options.assets ?? unresolvedAssets);
  // A part of a line, as people copy it, is no block.
  return write.isLine(blocks) && blocks.length > 0 ? write.phrasing(blocks) : write.blocks(blocks);
}

/** The blocks that a page or a piece of HTML says. Throws `UnreadableError`. */
export function fromHtml(html: string, options: FormatOptions = {}): ImportedBlocks {
  const root = parseHtml(html);
  mendWord(root);
  mendNotion(root, html);
  return readHtml(root, 'collapse', formatsOf(options), options.assets ?? unresolvedAssets);
}
