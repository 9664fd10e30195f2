import type { ContentNode } from '../content-node.ts';

/** How white space counts: as in most HTML, as in Markdown (spaces stay, ends of lines are spaces), or as in code. */
export type WhiteSpace = 'collapse' | 'spaces' | 'pre';

/** An element in a line that holds others, such as a link; its pieces know it by this object. */
export interface Wrapper {
  readonly node: ContentNode;
}

/** What a text takes from the elements around it. */
export interface Inherited {
  /** Lexical's bits. */
  readonly format: number;
  /** CSS. */
  readonly style: string;
  readonly whiteSpace: WhiteSpace;
  readonly wrappers: readonly Wrapper[];
}

export type Wrap = (inline: ContentNode[]) => ContentNode;

export const paragraph: Wrap = (children) => ({ type: 'paragraph', children });

interface Piece {
  node: ContentNode;
  readonly wrappers: readonly Wrapper[];
}

/** Puts what is read in order: words into lines, lines into blocks. */
export class Flow {
  readonly blocks: ContentNode[] = [];
  readonly #wrap: Wrap;
  #pieces: Piece[] = [];
  /** The last character is a space that more spaces join, and that is none at the end of a line. */
  #endsSoftly = false;

  constructor(wrap: Wrap) {
    this.#wrap = wrap;
  }

  text(text: string, inherited: Inherited): void {
    if (inherited.whiteSpace === 'pre') {
      // Between blocks even a page that shows its white space shows none.
      if (this.#pieces.length === 0 && /[\r\n]/.test(text) && text.trim() === '') return;
      for (const [i, line] of text.split(/\r\n?|\n/).entries()) {
        if (i > 0) this.lineBreak(inherited);
        this.#literal(line, inherited);
      }
    } else if (inherited.whiteSpace === 'spaces') {
      const lines = text.split(/[\r\n]+/);
      for (const [i, line] of lines.entries()) {
        if (i > 0) this.#softSpace(inherited);
        const from = i > 0 ? line.trimStart() : line;
        this.#literal(i < lines.length - 1 ? from.trimEnd() : from, inherited);
      }
    } else {
      const words = text.replace(/[ \t\r\n\f]+/g, ' ');
      if (words.startsWith(' ')) this.#softSpace(inherited);
      const end = words.length > 1 && words.endsWith(' ');
      this.#literal(words.slice(words.startsWith(' ') ? 1 : 0, end ? -1 : undefined), inherited);
      if (end) this.#softSpace(inherited);
    }
  }

  lineBreak({ wrappers }: Inherited): void {
    this.#dropSoftSpace();
    this.#pieces.push({ node: { type: 'linebreak' }, wrappers });
  }

  inline(node: ContentNode, { wrappers }: Inherited): void {
    this.#endsSoftly = false;
    this.#pieces.push({ node, wrappers });
  }

  block(node: ContentNode): void {
    this.endLine();
    this.blocks.push(node);
  }

  /** Makes a block of the line so far, if there is one. */
  endLine(): void {
    this.#dropSoftSpace();
    const pieces = this.#pieces;
    this.#pieces = [];
    // The last line break of a block only keeps it open: `<p><br></p>` is an empty line.
    const isOpen = pieces.at(-1)?.node.type === 'linebreak';
    if (isOpen) pieces.pop();
    if (pieces.length > 0 || isOpen) this.blocks.push(this.#wrap(gather(pieces, 0)));
  }

  #softSpace(inherited: Inherited): void {
    const last = this.#pieces.at(-1);
    if (this.#endsSoftly || last === undefined || last.node.type === 'linebreak') return;
    this.#literal(' ', inherited);
    this.#endsSoftly = true;
  }

  #dropSoftSpace(): void {
    const last = this.#pieces.at(-1);
    if (this.#endsSoftly && last !== undefined) {
      const text = String(last.node.text).slice(0, -1);
      if (text === '') this.#pieces.pop();
      else last.node = { ...last.node, text };
    }
    this.#endsSoftly = false;
  }

  #literal(text: string, { format, style, wrappers }: Inherited): void {
    if (text === '') return;
    this.#endsSoftly = false;
    const look = { ...(format === 0 ? {} : { format }), ...(style === '' ? {} : { style }) };
    for (const [i, part] of text.split('\t').entries()) {
      if (i > 0) this.#pieces.push({ node: { type: 'tab', text: '\t', ...look }, wrappers });
      if (part === '') continue;
      const last = this.#pieces.at(-1);
      if (
        last?.node.type === 'text' &&
        last.node.mode === undefined &&
        sameLook(last.node, look) &&
        last.wrappers === wrappers
      ) {
        last.node = { ...last.node, text: `${last.node.text}${part}` };
      } else {
        this.#pieces.push({ node: { type: 'text', text: part, ...look }, wrappers });
      }
    }
  }
}

function sameLook(node: ContentNode, look: { readonly format?: number; readonly style?: string }): boolean {
  return node.format === look.format && node.style === look.style;
}

/** Pieces of one wrapper that follow each other are its children. */
function gather(pieces: readonly Piece[], depth: number): ContentNode[] {
  const nodes: ContentNode[] = [];
  for (let i = 0; i < pieces.length; ) {
    const piece = pieces[i];
    if (piece === undefined) break;
    const wrapper = piece.wrappers[depth];
    if (wrapper === undefined) {
      nodes.push(piece.node);
      i++;
      continue;
    }
    let end = i + 1;
    while (pieces[end]?.wrappers[depth] === wrapper) end++;
    nodes.push({ ...wrapper.node, children: gather(pieces.slice(i, end), depth + 1) });
    i = end;
  }
  return nodes;
}
