import { $isElementNode, $isTextNode, type LexicalNode } from 'lexical';
import { $applyFields, $applyLook, fieldsOf, lookOf } from '../binding/node-json.ts';
import type { Attributes } from '../binding/schema.ts';
import { isCommentMark, MARK_STATE, threadsMarked } from './mark-names.ts';

/*
 * The mark of a thread is a state of a text's nodes, or of the node of a block without text. Marks are written by the
 * server alone (`anchors.ts`); editors carry them along.
 */

/** The threads that a node, as it is, is marked by. */
export function threadsOf(node: LexicalNode): readonly string[] {
  // Nearly all nodes have no state at all, and this is asked of each one that changed.
  return node.__state === undefined ? NONE : threadsMarked(Object.keys(fieldsOf(node)));
}

const NONE: readonly string[] = [];

const withoutMarks = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !isCommentMark(name)));

/** Takes the marks off a node and all that is in it: a copy is about nothing. */
export function $removeMarks(node: LexicalNode): void {
  if (threadsOf(node).length > 0) {
    if ($isTextNode(node)) $applyLook(node, withoutMarks(lookOf(node)), node.getTextContent());
    else $applyFields(node, withoutMarks(fieldsOf(node)));
  }
  if ($isElementNode(node)) for (const child of node.getChildren()) $removeMarks(child);
}

/** A node in Lexical's JSON. */
export interface MarkedJson {
  readonly $?: Readonly<Record<string, unknown>>;
  readonly children?: readonly MarkedJson[];
}

/** Nodes in JSON, with those marks only that `isKept` says. */
export function keepMarks<Node extends MarkedJson>(
  nodes: readonly Node[],
  isKept: (threadId: string) => boolean,
): Node[] {
  return nodes.map((node) => {
    const states =
      node.$ &&
      Object.entries(node.$).filter(([name]) => !name.startsWith(MARK_STATE) || isKept(name.slice(MARK_STATE.length)));
    return {
      ...node,
      ...(states && { $: Object.fromEntries(states) }),
      ...(node.children && { children: keepMarks(node.children, isKept) }),
    };
  });
}
