import { $isHeadingNode, $isQuoteNode } from '@lexical/rich-text';
import {
  $createParagraphNode,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isParagraphNode,
  $isRangeSelection,
  COMMAND_PRIORITY_HIGH,
  defineExtension,
  type ElementNode,
  INSERT_PARAGRAPH_COMMAND,
  KEY_BACKSPACE_COMMAND,
  KEY_DOWN_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  mergeRegister,
  type PointType,
} from 'lexical';
import { $isCalloutNode, type CalloutNode } from '../../../content/nodes/callout.ts';
import { $isToggleNode, type ToggleNode } from '../../../content/nodes/toggle.ts';
import { $unwrap } from './wrap.ts';

type Container = CalloutNode | ToggleNode;

const $isContainer = (node: LexicalNode | null): node is Container => $isCalloutNode(node) || $isToggleNode(node);

/** A caret, the innermost container around it, and the block there that it is in. */
interface Place {
  readonly point: PointType;
  readonly container: Container;
  readonly block: LexicalNode;
}

const $place = (): Place | null => {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return null;
  const point = selection.anchor;
  for (let block: LexicalNode = point.getNode(), up = block.getParent(); up !== null; block = up, up = up.getParent()) {
    if ($isContainer(up)) return { point, container: up, block };
  }
  return null;
};

const $isAtStart = ({ key, offset }: PointType, block: LexicalNode): boolean => {
  if (offset !== 0) return false;
  for (let node: LexicalNode | null = block; node !== null; node = $isElementNode(node) ? node.getFirstChild() : null) {
    if (node.getKey() === key) return true;
  }
  return false;
};

const $isAtEnd = ({ key, offset }: PointType, block: LexicalNode): boolean => {
  for (let node: LexicalNode | null = block; node !== null; node = $isElementNode(node) ? node.getLastChild() : null) {
    if (node.getKey() === key)
      return offset === ($isElementNode(node) ? node.getChildrenSize() : node.getTextContentSize());
  }
  return false;
};

/** Enter in an empty last block leads out, below. */
const $leaveAtEnd = ({ container, block }: Place): boolean => {
  if (!$isParagraphNode(block) || !block.isEmpty()) return false;
  if (block.getNextSibling() !== null || block.getPreviousSibling() === null) return false;
  container.insertAfter(block);
  block.selectStart();
  return true;
};

/** Backspace at the very start takes the box away from around its blocks. */
const $unwrapAtStart = ({ point, container, block }: Place): boolean => {
  if (block.getPreviousSibling() !== null || !$isAtStart(point, block)) return false;
  // A list or code that begins there becomes text first, as it does elsewhere.
  if (!$isParagraphNode(block) && !$isHeadingNode(block) && !$isQuoteNode(block)) return false;
  $unwrap(container);
  return true;
};

const isPlain = ({ shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  !shiftKey && !altKey && !ctrlKey && !metaKey;

/** Where a container begins or ends the document, the arrow that leads out makes a line to go to. */
const $leaveByArrow = (event: KeyboardEvent): boolean => {
  const selection = $getSelection();
  if (!isPlain(event) || !$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  const root = $getRoot();
  const up = event.key === 'ArrowUp';
  const edge: ElementNode | LexicalNode | null = up ? root.getFirstChild() : root.getLastChild();
  if (edge === null || !$isContainer(edge) || !edge.isParentOf(selection.anchor.getNode())) return false;
  if (!(up ? $isAtStart(selection.anchor, edge) : $isAtEnd(selection.anchor, edge))) return false;
  const line = $createParagraphNode();
  if (up) edge.insertBefore(line);
  else edge.insertAfter(line);
  line.select();
  event.preventDefault();
  return true;
};

const registerContainerKeys = (editor: LexicalEditor): (() => void) =>
  mergeRegister(
    editor.registerCommand(
      INSERT_PARAGRAPH_COMMAND,
      () => {
        const place = $place();
        return place !== null && $leaveAtEnd(place);
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_BACKSPACE_COMMAND,
      (event) => {
        const place = $place();
        if (place === null || !$unwrapAtStart(place)) return false;
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => (event.key === 'ArrowUp' || event.key === 'ArrowDown') && $leaveByArrow(event),
      COMMAND_PRIORITY_HIGH,
    ),
  );

/** Keys of the blocks that hold blocks. */
export const ContainerKeysExtension = defineExtension({
  name: 'cowrite/container-keys',
  register: registerContainerKeys,
});
