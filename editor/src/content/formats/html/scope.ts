import type { Element, ElementContent } from 'hast';
import type { AssetLinks } from '../../nodes/asset-links.ts';
import type { ContentNode } from '../content-node.ts';
import { sourceNode } from '../inline/source.ts';
import type { HtmlRule } from '../node-format.ts';
import { colorFrom, withColor } from '../nodes/block-color.ts';
import { insetFrom, insetOf, withInset } from '../nodes/inset.ts';
import type { ImportNotes } from '../notes.ts';
import { Flow, type Inherited, paragraph, type Wrap } from './flow.ts';
import { type Changes, inheritFrom } from './inherit.ts';

export interface Reader {
  readonly assets: AssetLinks;
  readonly notes: ImportNotes;
  readonly rules: ReadonlyMap<string, readonly HtmlRule[]>;
  /** In Markdown they are somebody's words; in pages, machines'. */
  readonly keepsComments: boolean;
}

/** Where a rule reads: what it takes from around, and where what it finds goes. */
export class Scope {
  readonly reader: Reader;
  readonly inherited: Inherited;
  readonly #flow: Flow;

  constructor(reader: Reader, flow: Flow, inherited: Inherited) {
    this.reader = reader;
    this.inherited = inherited;
    this.#flow = flow;
  }

  get assets(): AssetLinks {
    return this.reader.assets;
  }

  get notes(): ImportNotes {
    return this.reader.notes;
  }

  /** Adds a block; the line so far ends before it. */
  block(node: ContentNode): void {
    this.#flow.block(node);
  }

  /** Adds a node to the line. */
  inline(node: ContentNode): void {
    this.#flow.inline(node, this.inherited);
  }

  /** Adds words to the line. */
  words(text: string): void {
    this.#flow.text(text, this.inherited);
  }

  lineBreak(): void {
    this.#flow.lineBreak(this.inherited);
  }

  /** Reads what is in an element, here. */
  children(element: Element, changes: Changes = {}): void {
    const isSpaced =
      this.inherited.whiteSpace === 'spaces' && BLOCKS.has(element.tagName) && !LINES.has(element.tagName);
    const children = isSpaced ? element.children.filter((child) => !isBlank(child)) : element.children;
    this.#read(children, { ...this.inherited, ...changes });
  }

  /** Reads what is in an element as part of a node in the line. */
  within(node: ContentNode, element: Element): void {
    this.children(element, { wrappers: [...this.inherited.wrappers, { node }] });
  }

  /** The same place, with what an element says of the text in it. For elements that a rule reads by itself. */
  inside(element: Element): Scope {
    const inherited = inheritFrom(element, this.inherited);
    return inherited === null ? this : new Scope(this.reader, this.#flow, inherited);
  }

  /** Reads what is in an element as blocks of their own, its words as `wrap` makes them. */
  blocksOf(element: Element, wrap: Wrap = paragraph): ContentNode[] {
    const flow = new Flow(wrap);
    const inherited = { ...this.inherited, wrappers: [] };
    new Scope(this.reader, flow, inherited).children(element);
    flow.endLine();
    return flow.blocks;
  }

  /** Reads an element whose words are one block; blocks within come to stand beside it. */
  line(element: Element, wrap: Wrap): void {
    for (const block of this.blocksOf(element, wrap)) this.#flow.block(block);
  }

  /** Reads a part of the page that is no block itself: what is in it begins and ends lines. */
  section(element: Element, changes: Changes = {}): void {
    this.#flow.endLine();
    this.children(element, changes);
    this.#flow.endLine();
  }

  #read(nodes: readonly ElementContent[], inherited: Inherited): void {
    const scope = inherited === this.inherited ? this : new Scope(this.reader, this.#flow, inherited);
    for (const node of nodes) {
      if (node.type === 'text') this.#flow.text(node.value, inherited);
      else if (node.type === 'comment') scope.#comment(node.value);
      else if (node.type === 'element') scope.#element(node);
    }
  }

  #element(element: Element): void {
    const inherited = inheritFrom(element, this.inherited);
    if (inherited === null) return;
    const scope = inherited === this.inherited ? this : new Scope(this.reader, this.#flow, inherited);
    const rules = this.reader.rules.get(element.tagName) ?? [];
    const color = colorFrom(element);
    const inset = insetFrom(element);
    if (color !== null || inset > 0) this.#flow.endLine();
    const before = this.#flow.blocks.length;
    if (rules.some((rule) => rule.read(element, scope))) {
      const block = this.#flow.blocks[before];
      if (block !== undefined) {
        const colored = color === null ? block : withColor(block, color);
        this.#flow.blocks[before] = inset === 0 ? colored : withInset(colored, inset);
      }
      return;
    }
    if (BLOCKS.has(element.tagName)) scope.section(element);
    else scope.children(element);
    if (inset > 0) this.#insetFrom(before, inset);
  }

  /** What stands in an element that is no block itself is inset as that element is. */
  #insetFrom(start: number, inset: number): void {
    this.#flow.endLine();
    for (const [i, block] of this.#flow.blocks.entries()) {
      if (i >= start) this.#flow.blocks[i] = withInset(block, insetOf(block) + inset);
    }
  }

  #comment(text: string): void {
    if (this.reader.keepsComments) this.inline(sourceNode(`<!--${text}-->`));
  }
}

function isBlank(node: ElementContent): boolean {
  return node.type === 'text' && node.value.trim() === '';
}

/** Blocks that hold words themselves. In others white space is but how the source is set. */
const LINES = new Set(['blockquote', 'caption', 'dd', 'dt', 'figcaption', 'legend', 'summary', 'td', 'th']);

/** Elements that begin and end lines, and have no rule. */
const BLOCKS = new Set([
  'address',
  'article',
  'aside',
  'body',
  'center',
  'dd',
  'dialog',
  'dir',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figcaption',
  'figure',
  'footer',
  'form',
  'header',
  'hgroup',
  'html',
  'legend',
  'main',
  'menu',
  'nav',
  'option',
  'search',
  'section',
  'summary',
  'details',
  'table',
  'tbody',
  'thead',
  'tfoot',
  'tr',
  'td',
  'th',
  'caption',
  'blockquote',
]);
