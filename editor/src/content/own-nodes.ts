import { DecoratorNode, ElementNode, type Klass, type LexicalNode, TextNode } from 'lexical';
import { nodeKindsOf } from './binding/node-kinds.ts';
import type { ContentNode, NodeFormat } from './formats/index.ts';
import { createHeadlessDocumentEditor } from './headless.ts';
import { documentNodes } from './nodes/index.ts';

/** What an embedder adds to the kinds of nodes of a document. */
export interface OwnNodes {
  readonly nodes: readonly Klass<LexicalNode>[];
  /** How they are written and read. Of a kind without, only the words in it are written. */
  readonly formats: readonly NodeFormat[];
}

export const NO_OWN_NODES: OwnNodes = { nodes: [], formats: [] };

/** The same as a module exports it, checked. Throws an Error that says what is wrong with it. */
export function readOwnNodes(module: unknown): OwnNodes {
  const { nodes, formats = [] } = module as Record<string, unknown>;
  if (!Array.isArray(nodes)) throw new Error('it has to export `nodes`, an array of Lexical node classes');
  if (!Array.isArray(formats)) throw new Error('what it exports as `formats` is no array');
  for (const klass of nodes) expectNodeClass(klass);
  expectAccepted(nodes);
  for (const format of formats) expectFormat(format);
  return { nodes, formats };
}

function expectNodeClass(klass: unknown): void {
  const name = typeof klass === 'function' && klass.name !== '' ? klass.name : String(klass).slice(0, 60);
  if (typeof klass !== 'function') throw new Error(`in \`nodes\` is ${name}, which is no class`);
  if ([DecoratorNode, ElementNode, TextNode].some((each) => klass.prototype instanceof each)) return;
  throw new Error(
    `${name} is no Lexical node of this copy of lexical: extend one of the version that @cowrite/editor has, and install it where both find it`,
  );
}

function expectAccepted(nodes: readonly Klass<LexicalNode>[]): void {
  const known = new Set(documentNodes.map((each) => ('replace' in each ? each.replace : each).getType()));
  for (const klass of nodes) {
    if (known.has(klass.getType())) throw new Error(`documents have a node type ${klass.getType()} already`);
  }
  // Lexical's own checks, and whether each can be made without arguments.
  nodeKindsOf(createHeadlessDocumentEditor([...documentNodes, ...nodes]));
}

function expectFormat(format: unknown): void {
  const { type, html } = Object(format) as Partial<NodeFormat>;
  if (typeof type !== 'string') throw new Error('a format has no `type`');
  if (typeof html !== 'function') throw new Error(`the format of ${type} has no function \`html\``);
}

/** What nodes of one's own say in plain text and in search, by their types. */
export type OwnTexts = ReadonlyMap<string, (node: ContentNode) => string>;

export function ownTexts({ formats }: OwnNodes): OwnTexts {
  return new Map(formats.flatMap(({ type, text }) => (text === undefined ? [] : [[type, safely(text)] as const])));
}

/** What lies in a document may have been written by anybody: what a function can't read says nothing. */
function safely(text: (node: ContentNode) => string): (node: ContentNode) => string {
  return (node) => {
    try {
      return String(text(node));
    } catch {
      return '';
    }
  };
}
