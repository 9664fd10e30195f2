import { $isListItemNode, $isListNode } from '@lexical/list';
import { $getEditor, $isElementNode, $parseSerializedNode, type ElementNode, type LexicalNode } from 'lexical';
import { $isBlock } from '../binding/node-kinds.ts';
import type { ContentNode } from '../formats/index.ts';
import { GridCellNode } from '../nodes/grid-cell-node.ts';
import { GridNode } from '../nodes/grid-node.ts';
import { GridRowNode } from '../nodes/grid-row-node.ts';
import { UNKNOWN_BLOCK, UNKNOWN_INLINE } from '../nodes/unknown.ts';
import { EditError } from './edit-error.ts';

/** Nodes in each other, lists taking two a level. */
const DEEPEST = 100;
/** Nodes of one edit. */
const MOST_NODES = 200_000;

/** They stand for what has another name, and are made by the binding alone. */
const NOT_TO_BE_WRITTEN = new Set(['root', UNKNOWN_BLOCK, UNKNOWN_INLINE]);

/**
 * Nodes of blocks that come from outside, within an update. Throws `EditError`, before anything is changed, where a
 * type isn't known, or something stands where it can't: text between blocks, a block within a line.
 */
export function $parseBlocks(blocks: readonly ContentNode[]): LexicalNode[] {
  const { _nodes: known } = $getEditor();
  let left = MOST_NODES;
  const checkShape = (node: unknown, place: string, depth: number): void => {
    if (--left < 0) throw invalid(`there are more than ${MOST_NODES} nodes: send them in several edits`);
    if (depth > DEEPEST) throw invalid(`${place} lies deeper than ${DEEPEST} levels`);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) throw invalid(`${place} is no node`);
    const { type, text, children } = node as Record<string, unknown>;
    if (typeof type !== 'string' || !known.has(type) || NOT_TO_BE_WRITTEN.has(type)) {
      throw invalid(`${place} has the type ${JSON.stringify(type)?.slice(0, 60)}, which isn't known here`);
    }
    if (text !== undefined && typeof text !== 'string') throw invalid(`${place} has a text that isn't one`);
    if (children === undefined) return;
    if (!Array.isArray(children)) throw invalid(`${place} has children that are no list`);
    for (const [index, child] of children.entries()) checkShape(child, `${place}.children[${index}]`, depth + 1);
  };
  for (const [index, block] of blocks.entries()) checkShape(block, `blocks[${index}]`, 1);
  return blocks.map((block, index) => {
    const place = `blocks[${index}]`;
    const node = $parse(block, place);
    if (!$isBlock(node) || $isListItemNode(node) || node instanceof GridRowNode || node instanceof GridCellNode) {
      throw invalid(`${place}, ${node.getType()}, can't stand by itself: put it into a block`);
    }
    $checkChildren(node, place);
    return node;
  });
}

function $parse(block: ContentNode, place: string): LexicalNode {
  try {
    return $parseSerializedNode(block as never);
  } catch (error) {
    throw invalid(`${place} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function $checkChildren(node: LexicalNode, place: string): void {
  if (!$isElementNode(node)) return;
  const may = childrenFor(node);
  for (const [index, child] of node.getChildren().entries()) {
    const at = `${place}.children[${index}]`;
    if (!may(child)) throw invalid(`${at}, ${child.getType()}, can't stand in ${node.getType()}`);
    $checkChildren(child, at);
  }
}

/** What may stand in an element. */
function childrenFor(node: ElementNode): (child: LexicalNode) => boolean {
  if ($isListNode(node)) return $isListItemNode;
  if ($isListItemNode(node)) return (child) => $isListNode(child) || !$isBlock(child);
  if (node instanceof GridNode) return (child) => child instanceof GridRowNode;
  if (node instanceof GridRowNode) return (child) => child instanceof GridCellNode;
  if (node.isShadowRoot()) return (child) => $isBlock(child) && !$isListItemNode(child);
  return (child) => !$isBlock(child);
}

function invalid(message: string): EditError {
  return new EditError('invalid', `Nothing was changed: ${message}.`);
}
