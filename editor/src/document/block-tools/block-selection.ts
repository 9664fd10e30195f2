import { $getClipboardDataFromSelection, setLexicalClipboardDataTransfer } from '@lexical/clipboard';
import {
  $createParagraphNode,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isNodeSelection,
  $isParagraphNode,
  $isRangeSelection,
  $setSelection,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  COPY_COMMAND,
  CUT_COMMAND,
  defineExtension,
  getActiveElement,
  getComposedEventTarget,
  KEY_ARROW_DOWN_COMMAND,
  KEY_ARROW_UP_COMMAND,
  KEY_BACKSPACE_COMMAND,
  KEY_DELETE_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_ESCAPE_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  mergeRegister,
  type NodeKey,
} from 'lexical';
import { $blockAround, $blocksIn, $containerOf } from '../../content/blocks/outline.ts';
import { $removeBlocks } from '../../content/blocks/remove.ts';
import { $selectBlocks, $selectedBlocks, $selectTextOf } from './chosen-blocks.ts';

/**
 * Whole blocks as the selection: Escape in the text selects the block at the caret, Shift and arrows take in its
 * neighbours, arrows go on to the next, Enter and Escape lead back into the text. Selected blocks are removed and copied as whole.
 */
const registerBlockSelection = (editor: LexicalEditor): (() => void) => {
  /** The end of the selection that arrows don't move. */
  let anchor: NodeKey | null = null;
  let shown: readonly NodeKey[] = [];

  const $select = (blocks: readonly LexicalNode[], from: LexicalNode | undefined): boolean => {
    if (from === undefined) return false;
    anchor = from.getKey();
    $selectBlocks(blocks);
    focusQuietly(editor);
    return true;
  };

  const $step = (event: KeyboardEvent, by: -1 | 1): boolean => {
    const selected = $selectedBlocks();
    if (selected === null) return false;
    event.preventDefault();
    const [first, last] = [selected[0], selected.at(-1)];
    const isForward = first?.getKey() === anchor;
    const [start, end] = isForward ? [first, last] : [last, first];
    // Without Shift it goes on from the edge that the arrow points to.
    const from = event.shiftKey ? end : by === 1 ? last : first;
    const next = $neighbour(from, by);
    if (next !== undefined) reveal(editor, next);
    if (event.shiftKey) return next === undefined || start === undefined || $select($between(start, next), start);
    const one = next ?? from;
    return one !== undefined && $select([one], one);
  };

  const remove = (event: KeyboardEvent | ClipboardEvent | null): boolean => {
    const blocks = $selectedBlocks();
    if (blocks === null) return false;
    event?.preventDefault();
    $removeBlocks(blocks);
    return true;
  };

  const copy = (event: ClipboardEvent | KeyboardEvent | null): boolean => {
    const blocks = $selectedBlocks();
    if (blocks === null || !(event instanceof ClipboardEvent) || event.clipboardData === null) return false;
    event.preventDefault();
    // As letters, which the clipboard's formats are made for; the selection is put back.
    const data = $getClipboardDataFromSelection($selectTextOf(blocks));
    $selectBlocks(blocks);
    setLexicalClipboardDataTransfer(event.clipboardData, data);
    return true;
  };

  const show = (): void => {
    const keys = editor.getEditorState().read(() => $selectedBlocks()?.map((block) => block.getKey()) ?? []);
    for (const key of shown) if (!keys.includes(key)) editor.getElementByKey(key)?.removeAttribute('data-selected');
    for (const key of keys) editor.getElementByKey(key)?.setAttribute('data-selected', '');
    shown = keys;
  };

  // Who types means the text, and types on in it; without a caret the browser would put the letters anywhere.
  const type = (event: KeyboardEvent): boolean => {
    const { key, ctrlKey, metaKey, altKey } = event;
    const isTyped = [...key].length === 1 || key === 'Process' || key === 'Unidentified';
    const isInText = getComposedEventTarget(event) === editor.getRootElement();
    if (!isTyped || !isInText || ctrlKey || metaKey || altKey) return false;
    const selection = $getSelection();
    const last = $selectedBlocks()?.at(-1) ?? ($isNodeSelection(selection) ? selection.getNodes().at(-1) : undefined);
    if (last !== undefined) $typeIn(last);
    return false;
  };

  // Lexical hears nothing of where the browser goes while blocks are selected.
  const goFar = (event: KeyboardEvent): boolean => {
    const isFar = (event.ctrlKey || event.metaKey) && (event.key === 'Home' || event.key === 'End');
    if (!isFar || !$isNodeSelection($getSelection())) return false;
    event.preventDefault();
    if (event.key === 'Home') $getRoot().selectStart();
    else $getRoot().selectEnd();
    return true;
  };

  const letGo = (): void => {
    if (shown.length === 0) return;
    editor.update(() => {
      if ($selectedBlocks()?.some($isElementNode)) $setSelection(null);
    });
  };

  return mergeRegister(
    editor.registerUpdateListener(show),
    editor.registerCommand(
      KEY_ESCAPE_COMMAND,
      (event) => {
        event.preventDefault();
        const selected = $selectedBlocks();
        if (selected !== null) return $editText(selected.at(-1));
        const selection = $getSelection();
        if (!$isRangeSelection(selection)) return false;
        const block = $blockAround(selection.focus.getNode());
        return block !== null && $select([block], block);
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        const last = $selectedBlocks()?.at(-1);
        if (!$isElementNode(last)) return false;
        event?.preventDefault();
        return $editText(last);
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(KEY_DOWN_COMMAND, (event) => type(event) || goFar(event), COMMAND_PRIORITY_LOW),
    editor.registerCommand(KEY_ARROW_UP_COMMAND, (event) => $step(event, -1), COMMAND_PRIORITY_LOW),
    editor.registerCommand(KEY_ARROW_DOWN_COMMAND, (event) => $step(event, 1), COMMAND_PRIORITY_LOW),
    editor.registerCommand(KEY_BACKSPACE_COMMAND, remove, COMMAND_PRIORITY_LOW),
    editor.registerCommand(KEY_DELETE_COMMAND, remove, COMMAND_PRIORITY_LOW),
    editor.registerCommand(COPY_COMMAND, copy, COMMAND_PRIORITY_HIGH),
    editor.registerCommand(
      CUT_COMMAND,
      (event) => copy(event) && remove(event instanceof Event ? null : event),
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerRootListener((root, before) => {
      before?.removeEventListener('pointerdown', letGo);
      root?.addEventListener('pointerdown', letGo);
    }),
  );
};

export const BlockSelectionExtension = defineExtension({
  name: 'cowrite/block-selection',
  register: registerBlockSelection,
});

/** Gives the text the focus without a caret: with one, the browser would type there. */
export const focusQuietly = (editor: LexicalEditor): void => {
  const root = editor.getRootElement();
  if (root === null) return;
  if (getActiveElement(root) !== root) root.focus({ preventScroll: true });
  root.ownerDocument.getSelection()?.removeAllRanges();
};

const $editText = (block: LexicalNode | undefined): boolean => {
  if ($isElementNode(block)) block.selectEnd();
  else block?.selectNext(0, 0);
  return block !== undefined;
};

/** Brings the caret to where what is typed goes: into a block of text, else behind it, on a line of its own. */
const $typeIn = (node: LexicalNode): void => {
  if ($isElementNode(node)) node.selectEnd();
  else if (node.isInline()) node.selectNext(0, 0);
  else {
    const next = node.getNextSibling();
    const line = $isParagraphNode(next) && next.isEmpty() ? next : $createParagraphNode();
    if (!line.is(next)) node.insertAfter(line);
    line.selectStart();
  }
};

/** The block above or below, whatever container it is in. */
const $neighbour = (block: LexicalNode | undefined, by: -1 | 1): LexicalNode | undefined => {
  const container = block === undefined ? null : $containerOf(block);
  if (block === undefined || container === null) return undefined;
  const siblings = $blocksIn(container);
  const next = siblings[siblings.findIndex(({ node }) => node.is(block)) + by]?.node;
  return next ?? (container.is($getRoot()) ? undefined : $neighbour(container, by));
};

/** All blocks from one to another of the same container; else the other alone. */
const $between = (start: LexicalNode, end: LexicalNode): LexicalNode[] => {
  const container = $containerOf(start);
  if (container === null || !container.is($containerOf(end))) return [end];
  const siblings = $blocksIn(container).map(({ node }) => node);
  const [a, b] = [siblings.findIndex((node) => node.is(start)), siblings.findIndex((node) => node.is(end))];
  return siblings.slice(Math.min(a, b), Math.max(a, b) + 1);
};

const reveal = (editor: LexicalEditor, block: LexicalNode): void =>
  editor.getElementByKey(block.getKey())?.scrollIntoView({ block: 'nearest' });
