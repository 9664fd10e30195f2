import { plainText } from '../../content/formats/content-node.ts';
import {
  type ContentNode,
  type FormatOptions,
  formatOfFile,
  type ImportNote,
  UnreadableError,
} from '../../content/formats/index.ts';
import { codeLines } from '../../content/formats/nodes/code.ts';
import { MOST_BYTES, type Refusal } from './jobs.ts';
import { readBytes } from './read-bytes.ts';

export interface OpenedFile {
  readonly title: string;
  readonly blocks: readonly ContentNode[];
  readonly notes: readonly ImportNote[];
}

/** Of a document, as the server takes it. */
const LONGEST_TITLE = 200;

export interface NamedBytes {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** The document that a file says: its title is its first heading, or else its name. */
export function readFile(
  { name, mediaType, bytes }: NamedBytes,
  options: FormatOptions,
  onProgress: (part: number) => void,
): OpenedFile | Refusal {
  if (bytes.length > MOST_BYTES) return { why: 'too-large', bytes: bytes.length, most: MOST_BYTES };
  const format = formatOfFile(name, mediaType);
  if (format === undefined) return { why: 'unknown-format' };
  const text = readBytes(bytes);
  if (typeof text !== 'string') return text;
  try {
    const matter = format.id === 'markdown' ? frontMatterOf(text) : null;
    const blocks: ContentNode[] = [];
    const notes: ImportNote[] = [];
    for (const part of format.read(matter === null ? text : matter.rest, options)) {
      blocks.push(...part.blocks);
      notes.push(...part.notes);
      onProgress(part.done);
    }
    return { ...titled(name, matter === null ? blocks : [matterBlock(matter.text), ...blocks], matter?.title), notes };
  } catch (error) {
    if (error instanceof UnreadableError) return { why: 'unreadable', reason: error.reason };
    throw error;
  }
}

/** A heading of the first level at the start is the title, and isn't said again in the text. */
function titled(name: string, blocks: readonly ContentNode[], named: string | undefined): Omit<OpenedFile, 'notes'> {
  const at = blocks.findIndex(({ type }) => type !== 'code' || named === undefined);
  const first = blocks[at];
  const heading =
    first?.type === 'heading' && (first.tag ?? 'h1') === 'h1' ? plainText(first).replace(/\s+/g, ' ').trim() : '';
  if (heading !== '' && heading.length <= LONGEST_TITLE && (named === undefined || named === heading)) {
    return { title: heading, blocks: blocks.filter((_, i) => i !== at) };
  }
  const words = named || firstHeading(blocks) || name.replace(/\.[^.]{1,10}$/, '');
  return { title: words.slice(0, LONGEST_TITLE), blocks };
}

function firstHeading(blocks: readonly ContentNode[]): string {
  const heading = blocks.find(({ type }) => type === 'heading');
  return heading === undefined ? '' : plainText(heading).replace(/\s+/g, ' ').trim();
}

interface FrontMatter {
  readonly text: string;
  readonly rest: string;
  readonly title?: string;
}

/** What other programs say of a text before it begins, between lines of dashes. It is kept as a block of code. */
function frontMatterOf(text: string): FrontMatter | null {
  if (!/^---[ \t]*\r?\n/.test(text)) return null;
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line, i) => i > 0 && /^(---|\.\.\.)[ \t]*$/.test(line));
  const inside = lines.slice(1, end);
  if (end === -1 || !inside.every((line) => line === '' || /^(\s|#|-|[\w-]+:)/.test(line))) return null;
  const title = inside
    .map((line) =>
      /^title:\s*(.+)$/
        .exec(line)?.[1]
        ?.trim()
        .replace(/^(["'])(.*)\1$/, '$2'),
    )
    .find(Boolean);
  return { text: inside.join('\n'), rest: lines.slice(end + 1).join('\n'), ...(title === undefined ? {} : { title }) };
}

function matterBlock(text: string): ContentNode {
  return { type: 'code', language: 'yaml', children: codeLines(text) };
}
