import { $createCodeNode, $isCodeNode } from '@lexical/code-core';
import { $createHorizontalRuleNode } from '@lexical/extension';
import { $toggleLink } from '@lexical/link';
import { $insertList, $isListItemNode, $isListNode, $removeList } from '@lexical/list';
import { $createHeadingNode, $createQuoteNode } from '@lexical/rich-text';
import { $setBlocksType } from '@lexical/selection';
import { $insertNodeToNearestRoot } from '@lexical/utils';
import {
  $createParagraphNode,
  $createRangeSelection,
  $createTabNode,
  $createTextNode,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $isTextNode,
  $setCompositionKey,
  $setSelection,
  type ElementNode,
  type LexicalNode,
  type RangeSelection,
  type TextNode,
} from 'lexical';
import { $setBlockColor, COLORS } from '../blocks/color.ts';
import { $duplicateBlocks } from '../blocks/duplicate.ts';
import { $setInset } from '../blocks/inset.ts';
import { $moveBlocks, $moveBlocksBy } from '../blocks/move.ts';
import { $blocksIn } from '../blocks/outline.ts';
import { $removeBlocks } from '../blocks/remove.ts';
import { $createCalloutNode, $isCalloutNode, CALLOUT_KINDS } from '../nodes/callout.ts';
import { $createEmbedNode } from '../nodes/embed.ts';
import { $createEquationNode, $createInlineEquationNode, $isEquationNode } from '../nodes/equation.ts';
import { $createFileNode } from '../nodes/file-node.ts';
import { $createImageNode, $isImageNode } from '../nodes/image-node.ts';
import { $createLiveValueNode, $createSparklineNode } from '../nodes/live-value.ts';
import { $createDocumentLinkNode, $createPersonNode } from '../nodes/mentions.ts';
import { $createTableOfContentsNode } from '../nodes/table-of-contents.ts';
import { $createToggleNode, $isToggleNode } from '../nodes/toggle.ts';
import { edit, type Person } from './people.test.kit.ts';
import { tableActions } from './table-actions.test.kit.ts';

/* What people do to a document, with the commands the toolbar uses. All of it follows from a seed. */

export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function textsIn(node: LexicalNode = $getRoot()): TextNode[] {
  if ($isTextNode(node)) return [node];
  return $isElementNode(node) ? node.getChildren().flatMap(textsIn) : [];
}

const $isContainer = (node: LexicalNode | null): node is ElementNode => $isCalloutNode(node) || $isToggleNode(node);

/** The blocks that hold blocks. */
const containersIn = (node: ElementNode = $getRoot()): ElementNode[] =>
  node.getChildren().flatMap((child) => ($isContainer(child) ? [child, ...containersIn(child)] : []));

/** Blocks as people see them: the root's children, what containers hold, and the items of lists. */
export function blocksIn(node: LexicalNode = $getRoot()): LexicalNode[] {
  if (!$isElementNode(node)) return [];
  return node.getChildren().flatMap((child) => {
    if ($isListNode(child)) return blocksIn(child);
    if ($isListItemNode(child) && $isListNode(child.getFirstChild())) return blocksIn(child.getFirstChild() ?? child);
    if ($isContainer(child) && !child.isEmpty()) return blocksIn(child);
    return [child];
  });
}

export interface Action {
  readonly name: string;
  readonly weight: number;
  run(context: { random: Random; pick: <T>(items: readonly T[]) => T | undefined }): void;
}

const words = ['a', 'bc', ' ', 'déf', '😀', '👩‍👩‍👧', '\u{1F600}\u{1F601}', 'x', 'lorem ', '中文', '-', '1. '];

/** What a person can do, each within an update. */
export const actions: readonly Action[] = [
  { name: 'type', weight: 28, run: ({ pick }) => $atCaret(pick)?.insertText(pick(words) ?? 'a') },
  {
    name: 'delete in a text',
    weight: 10,
    run: ({ random, pick }) => {
      const text = pick(textsIn());
      if (!text) return;
      const size = text.getTextContentSize();
      const from = Math.floor(random() * size);
      $range(text, from, text, Math.min(size, from + 1 + Math.floor(random() * 4)))?.removeText();
    },
  },
  {
    name: 'delete across blocks',
    weight: 6,
    run: ({ random }) => {
      const texts = textsIn();
      const from = Math.floor(random() * texts.length);
      const first = texts[from];
      const last = texts[Math.min(texts.length - 1, from + 1 + Math.floor(random() * 2))];
      if (!first || !last) return;
      $range(first, randomIn(random, first), last, randomIn(random, last))?.removeText();
    },
  },
  {
    name: 'merge with the block before',
    weight: 6,
    run: ({ random }) => {
      const blocks = blocksIn();
      const i = 1 + Math.floor(random() * (blocks.length - 1));
      const before = blocks[i - 1];
      const block = blocks[i];
      if (!$isElementNode(before) || !$isElementNode(block)) return;
      $selectBetween(before, block).removeText();
    },
  },
  { name: 'split', weight: 10, run: ({ pick }) => void $atCaret(pick)?.insertParagraph() },
  { name: 'break the line', weight: 3, run: ({ pick }) => $atCaret(pick)?.insertLineBreak() },
  { name: 'tab', weight: 2, run: ({ pick }) => $atCaret(pick)?.insertNodes([$createTabNode()]) },
  {
    name: 'format',
    weight: 8,
    run: ({ random, pick }) => {
      const marks = ['bold', 'italic', 'underline', 'strikethrough', 'code', 'highlight'] as const;
      $anyRange(random, pick)?.formatText(pick(marks) ?? 'bold');
    },
  },
  {
    name: 'link',
    weight: 4,
    run: ({ random, pick }) => {
      if ($anyRange(random, pick))
        $toggleLink(random() < 0.3 ? null : `https://example.org/${Math.floor(random() * 3)}`);
    },
  },
  {
    name: 'insert a block',
    weight: 4,
    run: ({ random, pick }) => {
      const block = pick($getRoot().getChildren());
      const made = $createParagraphNode().append($createTextNode(`new ${Math.floor(random() * 100)}`));
      if (block) block.insertAfter(made);
      else $getRoot().append(made);
    },
  },
  {
    name: 'delete a block',
    weight: 4,
    run: ({ pick }) => {
      if (blocksIn().length > 2) pick(blocksIn())?.remove();
    },
  },
  {
    name: 'move a block',
    weight: 6,
    run: ({ random, pick }) => {
      const block = pick($getRoot().getChildren());
      const target = pick($getRoot().getChildren());
      if (!block || !target || block.is(target)) return;
      if (random() < 0.5) target.insertAfter(block);
      else target.insertBefore(block);
    },
  },
  {
    name: 'move an item',
    weight: 3,
    run: ({ pick }) => {
      const items = blocksIn().filter($isListItemNode);
      const item = pick(items);
      const target = pick(items);
      if (item && target && !item.is(target)) target.insertAfter(item);
    },
  },
  {
    name: 'drag blocks',
    weight: 6,
    run: ({ random, pick }) => {
      const chosen = $someBlocks(random, pick);
      const before = random() < 0.2 ? null : (pick($blocksIn($getRoot()))?.node ?? null);
      $moveBlocks(chosen, { container: $getRoot(), before, depth: Math.floor(random() * 4) });
    },
  },
  {
    name: 'move blocks by a step',
    weight: 4,
    run: ({ random, pick }) => void $moveBlocksBy($someBlocks(random, pick), random() < 0.5 ? -1 : 1),
  },
  { name: 'duplicate blocks', weight: 2, run: ({ random, pick }) => void $duplicateBlocks($someBlocks(random, pick)) },
  { name: 'remove blocks', weight: 2, run: ({ random, pick }) => $removeBlocks($someBlocks(random, pick)) },
  {
    name: 'colour blocks',
    weight: 3,
    run: ({ random, pick }) =>
      $setBlockColor($someBlocks(random, pick), random() < 0.3 ? null : (pick(COLORS) ?? null)),
  },
  {
    name: 'take blocks into items',
    weight: 2,
    run: ({ random, pick }) => {
      for (const block of $someBlocks(random, pick)) $setInset(block, Math.floor(random() * 3));
    },
  },
  {
    name: 'retype',
    weight: 8,
    run: ({ random, pick }) => {
      const selection = $atCaret(pick);
      const kinds = [
        () => $createParagraphNode(),
        () => $createHeadingNode(random() < 0.5 ? 'h1' : 'h3'),
        () => $createQuoteNode(),
        () => $createCodeNode(),
      ];
      $setBlocksType(selection ?? null, (pick(kinds) ?? $createParagraphNode) as () => ElementNode);
    },
  },
  {
    name: 'make a list',
    weight: 7,
    run: ({ random, pick }) => {
      const selection = random() < 0.5 ? $atCaret(pick) : $anyRange(random, pick);
      if (selection) $insertList(pick(['bullet', 'number', 'check'] as const) ?? 'bullet');
    },
  },
  { name: 'end a list', weight: 2, run: ({ pick }) => void ($atCaret(pick) && $removeList()) },
  {
    name: 'indent',
    weight: 6,
    run: ({ random, pick }) => {
      const item = pick(blocksIn().filter($isListItemNode));
      if (item) item.setIndent(Math.max(0, Math.min(4, item.getIndent() + (random() < 0.6 ? 1 : -1))));
    },
  },
  {
    name: 'tick a box',
    weight: 4,
    run: ({ pick }) => {
      const boxes = blocksIn()
        .filter($isListItemNode)
        .filter((item) => item.getChecked() !== undefined);
      pick(boxes)?.toggleChecked();
    },
  },
  {
    name: 'align or indent a block',
    weight: 2,
    run: ({ random, pick }) => {
      const block = pick(
        $getRoot()
          .getChildren()
          .filter($isElementNode)
          .filter((node) => !$isListNode(node)),
      );
      if (!block || $isCodeNode(block)) return;
      if (random() < 0.5) block.setFormat(random() < 0.5 ? 'center' : '');
      else block.setIndent(Math.floor(random() * 3));
    },
  },
  {
    name: 'insert code',
    weight: 2,
    run: ({ pick }) => {
      if (!$atCaret(pick)) return;
      $insertNodeToNearestRoot($createCodeNode());
      const selection = $getSelection();
      if ($isRangeSelection(selection)) selection.insertRawText('let a;\n\tb();\n');
    },
  },
  {
    name: 'insert a divider',
    weight: 2,
    run: ({ pick }) => {
      if ($atCaret(pick)) $insertNodeToNearestRoot($createHorizontalRuleNode());
    },
  },
  {
    name: 'insert a picture or a file',
    weight: 2,
    run: ({ random, pick }) => {
      const asset = (pick(['a', 'b', 'c']) ?? 'a').repeat(64);
      const node =
        random() < 0.6 ? $createImageNode({ asset, alt: 'seen' }) : $createFileNode({ asset, name: 'a.pdf' });
      if ($atCaret(pick)) $insertNodeToNearestRoot(node);
    },
  },
  {
    name: 'change a picture',
    weight: 2,
    run: ({ random, pick }) => {
      const image = pick(blocksIn().filter($isImageNode));
      if (random() < 0.5)
        image?.setFields({ caption: `${pick(words)}`, align: pick(['left', 'center', 'right']) ?? 'left' });
      else image?.setFields({ width: 100 + Math.floor(random() * 3) });
    },
  },
  {
    name: 'put a block into a container',
    weight: 4,
    run: ({ random, pick }) => {
      const block = pick($getRoot().getChildren());
      if (!block) return;
      const container = random() < 0.5 ? $createCalloutNode(pick(CALLOUT_KINDS)) : $createToggleNode();
      block.insertBefore(container);
      container.append(block);
    },
  },
  {
    name: 'move a block into a container or out of one',
    weight: 4,
    run: ({ random, pick }) => {
      const container = pick(containersIn());
      const block = pick($getRoot().getChildren());
      if (!container || !block || block.is(container) || block.isParentOf(container)) return;
      if (random() < 0.5) container.append(block);
      else pick(container.getChildren())?.insertBefore(block);
      if (random() < 0.5) container.insertAfter(container.getFirstChild() ?? block);
    },
  },
  {
    name: 'unwrap a container',
    weight: 2,
    run: ({ pick }) => {
      const container = pick(containersIn());
      for (const child of container?.getChildren() ?? []) container?.insertBefore(child);
      container?.remove();
    },
  },
  {
    name: 'change a container',
    weight: 2,
    run: ({ random, pick }) => {
      const container = pick(containersIn());
      if ($isToggleNode(container)) container.setStartsOpen(random() < 0.5);
      else if ($isCalloutNode(container))
        container.setKind(pick(CALLOUT_KINDS) ?? 'note').setEmoji(random() < 0.5 ? '' : '🦊');
    },
  },
  {
    name: 'insert an equation, an embed, a table of contents or a live line',
    weight: 3,
    run: ({ pick }) => {
      const made = [
        () => $createEquationNode('x'),
        () => $createEmbedNode(),
        () => $createTableOfContentsNode(),
        () => $createSparklineNode('price'),
      ];
      if ($atCaret(pick)) $insertNodeToNearestRoot((pick(made) ?? $createTableOfContentsNode)());
    },
  },
  {
    name: 'insert an equation in a line',
    weight: 3,
    run: ({ pick }) => void $atCaret(pick)?.insertNodes([$createInlineEquationNode('e')]),
  },
  {
    name: 'change an equation',
    weight: 2,
    run: ({ random, pick }) => void pick(blocksIn().filter($isEquationNode))?.setTex(`x_${Math.floor(random() * 9)}`),
  },
  {
    name: 'mention a person, a document or a live value',
    weight: 3,
    run: ({ random, pick }) => {
      const who = `${Math.floor(random() * 3)}`;
      const made = [
        () => $createPersonNode(who, `Person ${who}`),
        () => $createDocumentLinkNode(who, `Document ${who}`),
        () => $createLiveValueNode(`value-${who}`),
      ];
      $atCaret(pick)?.insertNodes([(pick(made) ?? $createLiveValueNode)()]);
    },
  },
  {
    name: 'rewrite a text',
    weight: 2,
    run: ({ pick }) => void pick(textsIn())?.setTextContent(`${pick(words)}${pick(words)}${pick(words)}`),
  },
  {
    name: 'clear all',
    weight: 0.3,
    run: () => void $getRoot().clear(),
  },
  ...tableActions,
];

/** Does one thing, of all that people do unless told what `from`. */
export function act(
  person: Person,
  random: Random,
  { discrete, from = actions }: { discrete: boolean; from?: readonly Action[] },
): string {
  const action = chooseAction(random, from);
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const { random: ownRandom } = Math;
  // Ids come of it, and are to be the same when a seed is run again.
  Math.random = random;
  try {
    person.editor.update(
      () => {
        action?.run({ random, pick });
      },
      discrete ? { discrete } : {},
    );
  } catch (error) {
    // Some commands of Lexical's throw on odd selections, here as in a browser. It then restores what was before,
    // which must not upset anything either.
    if (!(error instanceof Error) || error.stack?.includes('/content/binding/attach')) throw error;
  } finally {
    Math.random = ownRandom;
  }
  return action?.name ?? '';
}

/** Sets an input method to work in a text, as on a phone it is most of the time; or ends it. */
export function compose({ editor }: Person, pick: Pick | null): void {
  edit(editor, () => $setCompositionKey(pick?.(textsIn())?.getKey() ?? null));
}

function chooseAction(random: Random, from: readonly Action[]): Action | undefined {
  let left = random() * from.reduce((sum, { weight }) => sum + weight, 0);
  return from.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
}

export type Pick = <T>(items: readonly T[]) => T | undefined;

function $someBlocks(random: Random, pick: Pick): LexicalNode[] {
  const all = $blocksIn($getRoot()).map(({ node }) => node);
  const from = all.findIndex((node) => node.is(pick(all)));
  return all.slice(from, from + (random() < 0.7 ? 1 : 3));
}

export function $atCaret(pick: Pick): RangeSelection | null {
  const block = pick(blocksIn());
  const texts = block ? textsIn(block) : [];
  const text = pick(texts);
  if (text) {
    const places = [...graphemes(text.getTextContent())];
    const offset = pick([0, ...places]) ?? 0;
    return $range(text, offset, text, offset);
  }
  const last = block ?? $getRoot().getLastChild();
  if ($isElementNode(last)) return last.selectEnd();
  return $getRoot().selectEnd();
}

function $anyRange(random: Random, pick: Pick): RangeSelection | null {
  const texts = textsIn();
  const from = Math.floor(random() * texts.length);
  const first = texts[from];
  const last = pick(texts.slice(from, from + (random() < 0.3 ? 3 : 1)));
  if (!first || !last) return null;
  return $range(first, randomIn(random, first), last, randomIn(random, last));
}

function $range(first: TextNode, from: number, last: TextNode, to: number): RangeSelection | null {
  const selection = $createRangeSelection();
  const [start, end] = first.is(last) && from > to ? [to, from] : [from, to];
  selection.anchor.set(first.getKey(), whole(first, start), 'text');
  selection.focus.set(last.getKey(), whole(last, end), 'text');
  $setSelection(selection);
  return selection;
}

/** A browser's caret never stands within a surrogate pair. */
function whole(node: TextNode, offset: number): number {
  const unit = node.getTextContent().charCodeAt(offset);
  return unit >= 0xdc00 && unit < 0xe000 ? offset - 1 : offset;
}

/** Selects from the end of a block to the beginning of the next: what Backspace there removes. */
export function $selectBetween(before: ElementNode, block: ElementNode): RangeSelection {
  const end = before.selectEnd().clone();
  const start = block.selectStart().anchor;
  end.focus.set(start.key, start.offset, start.type);
  $setSelection(end);
  return end;
}

function randomIn(random: Random, node: TextNode): number {
  return Math.floor(random() * (node.getTextContentSize() + 1));
}

function* graphemes(text: string): Generator<number> {
  let offset = 0;
  for (const character of text) {
    offset += character.length;
    yield offset;
  }
}
