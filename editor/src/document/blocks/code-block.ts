import { $isCodeNode, CodeNode } from '@lexical/code-core';
import {
  $createLineBreakNode,
  $createParagraphNode,
  $createTabNode,
  $createTextNode,
  $findMatchingParent,
  $getSelection,
  $isElementNode,
  $isLineBreakNode,
  $isRangeSelection,
  $isTabNode,
  $isTextNode,
  COMMAND_PRIORITY_CRITICAL,
  COMMAND_PRIORITY_HIGH,
  defineExtension,
  FORMAT_TEXT_COMMAND,
  INSERT_PARAGRAPH_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  mergeRegister,
  type RangeSelection,
  TextNode,
} from 'lexical';
import { $isInCode } from './block-type.ts';

/** Spaces that one outdent takes, where a line is indented with spaces. */
const INDENT = /^ {1,2}/;

const $selectionInCode = (): RangeSelection | null => {
  const selection = $getSelection();
  return $isRangeSelection(selection) && $isInCode(selection) ? selection : null;
};

/** The first node of each line that the selection touches; null for an empty line. */
const $linesOf = (selection: RangeSelection): (LexicalNode | null)[] => {
  const nodes = selection.getNodes();
  const starts: (LexicalNode | null)[] = [];
  const $startOf = (node: LexicalNode): LexicalNode => {
    let start = node;
    for (let before = start.getPreviousSibling(); before !== null && !$isLineBreakNode(before); ) {
      start = before;
      before = start.getPreviousSibling();
    }
    return start;
  };
  const add = (start: LexicalNode | null): void => {
    if (start === null || !starts.some((each) => each?.is(start))) starts.push(start);
  };
  for (const node of nodes) {
    if ($isCodeNode(node)) continue;
    if (!$isLineBreakNode(node)) add($startOf(node));
    else if ($isLineBreakNode(node.getNextSibling())) add(null);
  }
  return starts;
};

const $outdent = (selection: RangeSelection): void => {
  for (const start of $linesOf(selection)) {
    if ($isTabNode(start)) start.remove();
    else if ($isTextNode(start)) {
      const spaces = INDENT.exec(start.getTextContent())?.[0].length ?? 0;
      if (spaces > 0) start.spliceText(0, spaces, '', start.is(selection.anchor.getNode()) && selection.isCollapsed());
    }
  }
};

const $indent = (selection: RangeSelection): void => {
  const starts = $linesOf(selection);
  if (starts.length < 2) {
    selection.insertNodes([$createTabNode()]);
    return;
  }
  for (const start of starts) start?.insertBefore($createTabNode());
};

/** What the line of the caret begins with. */
const $indentationOf = (selection: RangeSelection): string => {
  const [start] = $linesOf(selection);
  let text = '';
  for (let node: LexicalNode | null | undefined = start; node && !$isLineBreakNode(node); node = node.getNextSibling())
    text += node.getTextContent();
  return /^[\t ]*/.exec(text)?.[0] ?? '';
};

/** The line that ends with a node: the line break before it and what follows; null where none is before it. */
const $lineUpTo = (end: LexicalNode | null | undefined): LexicalNode[] | null => {
  const nodes: LexicalNode[] = [];
  for (let node = end ?? null; node !== null; node = node.getPreviousSibling()) {
    nodes.unshift(node);
    if ($isLineBreakNode(node)) return nodes;
  }
  return null;
};

/** A second empty line at the end leads out of the code; one with nothing but indentation is empty. */
const $leave = (selection: RangeSelection): boolean => {
  const code = $findMatchingParent(selection.anchor.getNode(), $isCodeNode);
  if (!selection.isCollapsed() || code === null || !$isAtEnd(selection, code)) return false;
  const last = $lineUpTo(code.getLastChild());
  const before = $lineUpTo(last?.[0]?.getPreviousSibling());
  if (last === null || before === null) return false;
  const lines = [...before, ...last];
  if (lines.some((node) => node.getTextContent().trim() !== '')) return false;
  code.splice(code.getChildrenSize() - lines.length, lines.length, []);
  const paragraph = $createParagraphNode();
  code.insertAfter(paragraph);
  paragraph.select();
  return true;
};

const $isAtEnd = ({ anchor: { key, offset } }: RangeSelection, code: CodeNode): boolean => {
  const last = code.getLastDescendant();
  if (last === null) return true;
  return key === code.getKey()
    ? offset === code.getChildrenSize()
    : key === last.getKey() && offset === last.getTextContentSize();
};

const $insertLine = (selection: RangeSelection): void => {
  const indentation = selection.isCollapsed() ? $indentationOf(selection) : '';
  selection.insertNodes([$createLineBreakNode()]);
  if (indentation !== '') selection.insertRawText(indentation);
};

/** Puts text into code at one go: line by line, five thousand lines would take a minute. */
export const $insertCodeText = (selection: RangeSelection, text: string): void =>
  selection.insertNodes($nodesOf(text.replace(/\r\n?/g, '\n')));

const $nodesOf = (text: string): LexicalNode[] =>
  text.split(/([\n\t])/).flatMap((part): LexicalNode[] => {
    if (part === '\n') return [$createLineBreakNode()];
    if (part === '\t') return [$createTabNode()];
    return part === '' ? [] : [$createTextNode(part)];
  });

const $leaveAtEdge = (event: KeyboardEvent, selection: RangeSelection): boolean => {
  if (!selection.isCollapsed() || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
  const code = selection.anchor.getNode();
  const block = $isCodeNode(code) ? code : code.getParent();
  if (!$isCodeNode(block) || block.getNextSibling() !== null) return false;
  if (!$isAtEnd(selection, block)) return false;
  const paragraph = $createParagraphNode();
  block.insertAfter(paragraph);
  paragraph.select();
  event.preventDefault();
  return true;
};

/**
 * Keys of a block of code that is plain text: Tab and Shift+Tab indent, Enter keeps the indentation, a second empty
 * line or Down at the document's end leads out, and formats stay outside. Lexical's own code extensions count on
 * highlight tokens, which aren't stored here.
 */
const registerCodeBlock = (editor: LexicalEditor): (() => void) =>
  mergeRegister(
    editor.registerCommand(
      KEY_TAB_COMMAND,
      (event) => {
        const selection = $selectionInCode();
        if (selection === null) return false;
        event.preventDefault();
        if (event.shiftKey) $outdent(selection);
        else $indent(selection);
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      INSERT_PARAGRAPH_COMMAND,
      () => {
        const selection = $selectionInCode();
        if (selection === null) return false;
        if (!$leave(selection)) $insertLine(selection);
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        if (event.key !== 'ArrowDown') return false;
        const selection = $selectionInCode();
        return selection !== null && $leaveAtEdge(event, selection);
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(FORMAT_TEXT_COMMAND, () => $selectionInCode() !== null, COMMAND_PRIORITY_CRITICAL),
    editor.registerNodeTransform(TextNode, (node) => {
      if (node.getFormat() !== 0 && $isCodeNode(node.getParent())) node.setFormat(0);
    }),
    editor.registerNodeTransform(CodeNode, (code) => {
      // A link that became part of code is its text.
      for (const child of code.getChildren()) {
        if (!$isElementNode(child)) continue;
        for (const grandchild of child.getChildren()) child.insertBefore(grandchild);
        child.remove();
      }
    }),
  );

export const CodeBlockExtension = defineExtension({
  name: 'cowrite/code-block',
  nodes: () => [CodeNode],
  register: registerCodeBlock,
});
