import type { Element, ElementContent } from 'hast';
import type { BlockContent, DefinitionContent, PhrasingContent, Root } from 'mdast';
import type { Handlers } from 'mdast-util-to-hast';
import type { AssetLinks } from '../nodes/asset-links.ts';
import type { ContentNode } from './content-node.ts';
import type { Scope } from './html/scope.ts';

/** What stands on lines of its own in Markdown. */
export type MarkdownBlock = BlockContent | DefinitionContent;

/** What a node's Markdown is made with. */
export interface MarkdownWriter {
  readonly assets: AssetLinks;
  /** For what goes into Markdown as HTML. */
  readonly html: HtmlWriter;
  /** Whether nodes are words and what stands among them. */
  isLine(nodes: readonly ContentNode[]): boolean;
  blocks(nodes: readonly ContentNode[]): MarkdownBlock[];
  /** The words of a block. `onOneLine`: where a line can't be broken, as in a heading or a cell. */
  phrasing(nodes: readonly ContentNode[], options?: { readonly onOneLine?: boolean }): PhrasingContent[];
}

/** What a node's HTML is made with. */
export interface HtmlWriter {
  readonly assets: AssetLinks;
  /** Whether nodes are words and what stands among them. */
  isLine(nodes: readonly ContentNode[]): boolean;
  blocks(nodes: readonly ContentNode[]): ElementContent[];
  phrasing(nodes: readonly ContentNode[]): ElementContent[];
}

/** Reads elements of one name. False leaves the element to the next rule, and at last to what it says by itself. */
export interface HtmlRule {
  readonly tag: string;
  read(element: Element, scope: Scope): boolean;
}

/**
 * How one kind of node is written and read. What there is no Markdown for goes into Markdown as HTML and comes back from
 * it, so HTML has to say everything of a node, Markdown what it can.
 */
export interface NodeFormat {
  readonly type: string;
  /** Whether the node stands in a line of text. */
  readonly isInline?: boolean;
  /** Blocks in Markdown; null where it can't say all of this one. */
  markdown?(node: ContentNode, write: MarkdownWriter): MarkdownBlock[] | null;
  /** The same of a node in a line; of one with words inside, `inner` is them. */
  phrasing?(node: ContentNode, inner: PhrasingContent[], write: MarkdownWriter): PhrasingContent[] | null;
  /** Of a node in a line with words inside, `inner` is them. */
  html(node: ContentNode, write: HtmlWriter, inner: ElementContent[]): ElementContent[];
  /** In plain text, and for search; without it, the words inside. */
  text?(node: ContentNode): string;
  readonly rules?: readonly HtmlRule[];
  /** Markdown beyond the common, as the HTML it stands for, which the rules read. */
  readonly handlers?: Handlers;
  /** Changes the tree of a Markdown text before it is read, e.g. where a quote is something else by its first words. */
  readTree?(root: Root, source: string): void;
}
