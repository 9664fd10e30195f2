/** A part of a Markdown text that is read by itself. */
export interface MarkdownPart {
  readonly text: string;
  /** The line that it begins on, from 0. */
  readonly line: number;
  /** The characters of the whole text up to where the next part begins. */
  readonly end: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,}|\${2,})/;
/** What means something for the whole text: addresses that links refer to, and footnotes. */
const DEFINITION = /(?:^|[\s>])\[[^\]\n]+\]:/;
/** At the start of a line, behind an empty one, this begins a block and ends whatever was open before. */
const BEGINS = /^(?:#{1,6} |\p{L})/u;
/** A block of HTML, in which ticks don't make code. */
const BEGINS_HTML = /^[\s>*+\-\d.)]*</;
const CODE = /(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g;
const HTML_TAG = /<(\/?)([a-z][a-z0-9-]*)\b[^>]{0,1000}?(\/?)>|<!--|-->|<[!?/a-z]/gi;
const VOID = new Set(['area', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);

/**
 * A long text in parts that mean the same one by one: reading takes memory in proportion to what is read at once, and a
 * megabyte read at once takes more than a machine likes to give. Where it can't be told, it isn't parted.
 */
export function splitMarkdown(text: string, atLeast: number): MarkdownPart[] {
  if (text.length < 2 * atLeast || DEFINITION.test(text)) return [{ text, line: 0, end: text.length }];
  const parts: MarkdownPart[] = [];
  let fence: string | null = null;
  let open: readonly string[] | null = [];
  let [start, startLine] = [0, 0];
  let [at, line] = [0, 0];
  let [isBehindEmpty, isBehindHtml, isInHtml] = [false, false, false];
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline + 1;
    const words = text.slice(at, end);
    if (fence === null && open?.length === 0 && isBehindEmpty && at - start >= atLeast && BEGINS.test(words)) {
      // Without the end of its last line, which would be one more line of code that nothing closes in a list.
      parts.push({ text: text.slice(start, at).replace(/\r?\n$/, ''), line: startLine, end: at });
      [start, startLine] = [at, line];
    }
    const fenceBefore: string | null = fence;
    fence = fenceAfter(words, fence);
    // Until an empty line this may be HTML, which knows no fences.
    if (fence !== fenceBefore && isBehindHtml) open = null;
    if (fence === null && open !== null && /<|-->/.test(words)) {
      const after = openAfter(words, open, isInHtml || BEGINS_HTML.test(words));
      // So far in, it may be code.
      open = /^(?: {4}|\t)/.test(words) && after?.join() !== open.join() ? null : after;
    }
    isBehindEmpty = words.trim() === '';
    isBehindHtml = !isBehindEmpty && (isBehindHtml || words.includes('<'));
    isInHtml = !isBehindEmpty && (isInHtml || BEGINS_HTML.test(words));
    [at, line] = [end, line + 1];
  }
  return [...parts, { text: text.slice(start), line: startLine, end: text.length }];
}

function fenceAfter(line: string, fence: string | null): string | null {
  const mark = FENCE.exec(line)?.[1];
  if (mark === undefined) return fence;
  if (fence !== null) return mark.startsWith(fence) && line.trim() === mark ? null : fence;
  const [sign = ''] = mark;
  // Behind a fence of these they can't stand: it is code, or an equation, within a line.
  const isWithin = sign !== '~' && line.includes(sign, line.indexOf(mark) + mark.length);
  return isWithin ? null : mark;
}

/**
 * The elements that are open behind a line, comments too; null where tags don't match, since nobody but the parser of
 * HTML could say then what is still open.
 */
function openAfter(line: string, before: readonly string[], isInHtml: boolean): readonly string[] | null {
  // A character in Markdown, a tag in HTML.
  if (line.includes('\\<')) return null;
  const words = line.replace(CODE, '');
  if (isInHtml && words !== line) return null;
  const open = [...before];
  for (const [tag, slash, name, closed] of words.matchAll(HTML_TAG)) {
    const element = name === undefined ? '!' : name.toLowerCase();
    if (tag === '-->' ? open.at(-1) !== '!' : slash === '/' && open.at(-1) !== element) return null;
    if (tag === '-->' || slash === '/') open.pop();
    else if (tag === '<!--' || (name !== undefined && closed !== '/' && !VOID.has(element))) open.push(element);
    else if (name === undefined) return null;
  }
  return open;
}
