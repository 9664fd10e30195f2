import { $isElementNode, type LexicalNode, type NodeKey } from 'lexical';
import type { ContentNode } from '../formats/index.ts';

/** A node's JSON, compact; blocks have the `id` that edits and links name them by. */
export interface IdentifiedNode extends ContentNode {
  readonly id?: string;
  readonly children?: readonly IdentifiedNode[];
}

export function $jsonOf(node: LexicalNode, idOf: (key: NodeKey) => string | null): IdentifiedNode {
  const id = idOf(node.getKey());
  const { children: _, version: __, type, ...json } = node.exportJSON(true) as unknown as ContentNode;
  const own: IdentifiedNode = id === null ? { type, ...json } : { type, id, ...json };
  return $isElementNode(node) ? { ...own, children: node.getChildren().map((child) => $jsonOf(child, idOf)) } : own;
}
