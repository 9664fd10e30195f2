import { $isDecoratorNode, $isElementNode, $isLineBreakNode, $isTextNode, type LexicalNode } from 'lexical';
import type * as Y from 'yjs';
import { UNKNOWN_INLINE } from '../nodes/unknown.ts';
import { fieldsOf, isSimple, isTextField, lookOf } from './node-json.ts';
import type { NodeKind } from './node-kinds.ts';
import { packEmbed } from './parcel.ts';
import { type Run, runsOf } from './runs.ts';
import { type Attributes, canonical, type Json } from './schema.ts';

/*
 * What stands inside a block, in one form for both sides, so that they can be compared and one be changed into the
 * other: a text in which a line break is '\n', a tab is '\t' and an inline decorator is U+FFFC, cut into spans of
 * one look each. A link is part of the look of its text.
 */

export const EMBED = '\uFFFC';
/** Prefix of the attribute that says which inline element (a link) a text stands in. */
export const INSIDE = 'in:';

export interface Span {
  readonly text: string;
  /** Marks, style and what the text stands inside; equal looks have equal `key`s. */
  readonly look: Attributes;
  readonly key: string;
  /** The JSON of an inline decorator, whose `text` is EMBED. */
  readonly embed?: Attributes;
}

export interface Inline {
  readonly text: string;
  readonly spans: readonly Span[];
}

/** A visible stretch of a Y.XmlText: `length` units at `index` there are those at `offset` of the block's text. */
export interface Piece {
  readonly text: Y.XmlText;
  readonly index: number;
  readonly offset: number;
  readonly length: number;
}

export function sameInline(a: Inline, b: Inline): boolean {
  return (
    a.text === b.text &&
    a.spans.length === b.spans.length &&
    a.spans.every((span, i) => {
      const other = b.spans[i];
      return other !== undefined && span.text === other.text && span.key === other.key;
    })
  );
}

/** The inline content of nodes that stand next to each other. */
export function inlineOf(nodes: readonly LexicalNode[]): Inline {
  const builder = new InlineBuilder();
  addNodes(builder, nodes, {});
  return builder.done();
}

function addNodes(builder: InlineBuilder, nodes: readonly LexicalNode[], inside: Attributes): void {
  for (const node of nodes) {
    if ($isTextNode(node)) {
      builder.addText(node.getTextContent(), { ...lookOf(node), ...inside }, true);
    } else if ($isLineBreakNode(node)) {
      builder.addText('\n', inside);
    } else if ($isElementNode(node)) {
      const children = node.getChildren();
      addNodes(builder, children, { ...inside, [INSIDE + node.getType()]: { ...fieldsOf(node) } });
    } else if ($isDecoratorNode(node)) {
      builder.addEmbed({ type: node.getType(), ...fieldsOf(node) }, inside);
    }
  }
}

/** The inline content of a block in the document, and where each part of it lies. */
export function readTexts(
  texts: readonly Y.XmlText[],
  kinds: ReadonlyMap<string, NodeKind>,
): { inline: Inline; pieces: Piece[] } {
  const builder = new InlineBuilder();
  const pieces: Piece[] = [];
  for (const text of texts) {
    let piece: Piece = { text, index: 0, offset: builder.length, length: 0 };
    let index = 0;
    for (const run of runsOf(text)) {
      const { length } = run;
      const look = knownLook(run.attributes, kinds);
      if (run.kind === 'letters') {
        builder.addText(run.letters, look);
      } else if (run.kind === 'embed') {
        builder.addEmbed(embedOf(run, kinds), look);
      } else {
        // Not shown here, and stepped over: never touched.
        pieces.push(piece);
        piece = { text, index: index + length, offset: builder.length, length: -length };
      }
      index += length;
      piece = { ...piece, length: piece.length + length };
    }
    pieces.push(piece);
  }
  return { inline: builder.done(), pieces };
}

/** The JSON of the inline decorator that shows an embed: its own, or one that says that nobody here knows it. */
function embedOf(run: Run & { kind: 'embed' }, kinds: ReadonlyMap<string, NodeKind>): Attributes {
  const { type } = Object(run.embed) as { type?: unknown };
  if (typeof type === 'string' && kinds.get(type) === 'embed') return run.embed as Attributes;
  const isInside = (mark: string) => mark.startsWith(INSIDE);
  return { type: UNKNOWN_INLINE, $parcel: packEmbed(run, isInside) as { [key: string]: Json } };
}

/** The attributes that mean something to this editor, in the form the editor itself would give them. */
function knownLook(attributes: Attributes, kinds: ReadonlyMap<string, NodeKind>): Attributes {
  const look: Record<string, Json> = {};
  const { type } = attributes;
  const isCustom = typeof type === 'string' && kinds.get(type) === 'text' && type !== 'text' && type !== 'tab';
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith(INSIDE)) {
      if (kinds.get(name.slice(INSIDE.length)) === 'wrapper' && typeof value === 'object') look[name] = value;
    } else if (isCustom || isTextField(name, value)) {
      look[name] = value;
    }
  }
  if (!isSimple(look) && typeof attributes.separate === 'number') look.separate = attributes.separate;
  return look;
}

/** Cuts text at line breaks and tabs, which are nodes of their own, and joins what looks the same. */
class InlineBuilder {
  #text = '';
  #spans: Span[] = [];
  #keys = new Map<Attributes, string>();

  get length(): number {
    return this.#text.length;
  }

  addText(text: string, look: Attributes, isNode = false): void {
    for (const part of text.split(/([\n\t])/)) {
      if (part === '') continue;
      if (part === '\n') this.#add('\n', insideOnly(look));
      else if (part === '\t') this.#add('\t', withoutTextType(look));
      else this.#add(part, isNode ? this.#setApart(look) : look);
    }
  }

  addEmbed(embed: Attributes, look: Attributes): void {
    const inside = insideOnly(look);
    this.#push({ text: EMBED, look: inside, key: `${canonical({ ...embed })}${canonical({ ...inside })}`, embed });
  }

  done(): Inline {
    return { text: this.#text, spans: this.#spans };
  }

  #add(text: string, look: Attributes): void {
    const key = Object.keys(look).length === 0 ? '' : this.#keyOf(look);
    const last = this.#spans.at(-1);
    if (last && last.key === key && !last.embed && text !== '\n' && text !== '\t' && !isBreak(last.text)) {
      this.#spans[this.#spans.length - 1] = { ...last, text: last.text + text };
      this.#text += text;
    } else {
      this.#push({ text, look, key });
    }
  }

  #push(span: Span): void {
    this.#spans.push(span);
    this.#text += span.text;
  }

  /** Two neighbouring tokens that look the same must not become one: every other one is marked. */
  #setApart(look: Attributes): Attributes {
    if (isSimple(look)) return look;
    const last = this.#spans.at(-1);
    return last && !last.embed && last.key === this.#keyOf(look) ? { ...look, separate: 1 } : look;
  }

  #keyOf(look: Attributes): string {
    const present = this.#keys.get(look);
    if (present !== undefined) return present;
    const key = canonical({ ...look });
    this.#keys.set(look, key);
    return key;
  }
}

function isBreak(text: string): boolean {
  return text === '\n' || text === '\t';
}

function insideOnly(look: Attributes): Attributes {
  const names = Object.keys(look);
  if (names.every((name) => name.startsWith(INSIDE))) return look;
  return Object.fromEntries(Object.entries(look).filter(([name]) => name.startsWith(INSIDE)));
}

function withoutTextType(look: Attributes): Attributes {
  const { type: _, mode: __, unmergeable: ___, separate: ____, ...rest } = look;
  return rest;
}
