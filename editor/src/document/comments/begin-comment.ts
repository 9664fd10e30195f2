import { createDOMRange } from '@lexical/selection';
import {
  $createRangeSelection,
  $getNodeByKey,
  $getSelection,
  $isDecoratorNode,
  $isElementNode,
  $isNodeSelection,
  $isRangeSelection,
  type BaseSelection,
  createCommand,
  type LexicalCommand,
  type LexicalNode,
  type NodeKey,
  type RangeSelection,
} from 'lexical';
import { MessageSquarePlus } from 'lucide-react';
import { $blockAround } from '../../content/blocks/outline.ts';
import type { DocumentAttachment } from '../../content/index.ts';
import type { Draft } from '../../panels/discussion/unsent.ts';
import { QUOTE_LIMIT } from '../../protocol/index.ts';
import type { Action } from '../actions/action.ts';

/** Begins a comment on what is selected, or on a block, by its key. */
export const BEGIN_COMMENT_COMMAND: LexicalCommand<NodeKey | undefined> = createCommand('BEGIN_COMMENT_COMMAND');

export const COMMENT: Action = {
  name: 'comment',
  icon: MessageSquarePlus,
  shortcut: { key: 'KeyM', alt: true },
  run: (editor) => editor.dispatchCommand(BEGIN_COMMENT_COMMAND, undefined),
  isDisabled: () => false,
};

/** A comment that can be begun, and where that is on the screen. */
export interface Beginning {
  readonly draft: Draft;
  readonly range: Range | null;
}

/** What a comment on a selection, or on a block, would be about; null where there is nothing that one can be about. */
export const beginningOf = (
  attachment: DocumentAttachment,
  at: { readonly key: NodeKey } | { readonly selection: BaseSelection | null },
): Beginning | null => {
  const { editor } = attachment;
  const subject = editor.read(() =>
    'key' in at ? $subjectOf(null, at.key) : $subjectOf(at.selection ?? $getSelection(), null),
  );
  if (subject === null) return null;
  if ('block' in subject) {
    const block = attachment.knownBlockId(subject.block);
    return block === null ? null : { draft: { target: { kind: 'block', block }, quote: subject.quote }, range: null };
  }
  const { selection, quote } = subject;
  const place = attachment.textRange(selection);
  if (place === null) return null;
  const range = editor.read(() => {
    const { anchor, focus } = selection;
    return createDOMRange(editor, anchor.getNode(), anchor.offset, focus.getNode(), focus.offset);
  });
  return { draft: { target: { kind: 'text', ...place }, quote }, range };
};

type Subject =
  | { readonly selection: RangeSelection; readonly quote: string }
  | { readonly block: NodeKey; readonly quote: string };

const $subjectOf = (selection: BaseSelection | null, key: NodeKey | null): Subject | null => {
  const chosen = key === null ? ($isNodeSelection(selection) ? selection.getNodes() : []) : [$getNodeByKey(key)];
  const blocks = chosen.filter((node) => node !== null).sort((a, b) => (a.isBefore(b) ? -1 : 1));
  if (blocks.length > 0) return $wholeOf(blocks);
  if (!$isRangeSelection(selection)) return null;
  if (!selection.isCollapsed()) {
    const quote = quoteOf(selection.getTextContent());
    if (quote !== '') return { selection: selection.clone(), quote };
  }
  const block = $blockAround(selection.anchor.getNode());
  return block && $wholeOf([block]);
};

/** Blocks as a whole: all of their text, or, where there is none, the first of them itself. */
const $wholeOf = (blocks: readonly LexicalNode[]): Subject | null => {
  const texts = blocks.flatMap((node) => ($isElementNode(node) ? node.getAllTextNodes() : []));
  const [first, last] = [texts[0], texts.at(-1)];
  if (!first || !last) {
    const decorator = blocks.find($isDecoratorNode);
    return decorator ? { block: decorator.getKey(), quote: quoteOf(decorator.getTextContent()) } : null;
  }
  const selection = $createRangeSelection();
  selection.anchor.set(first.getKey(), 0, 'text');
  selection.focus.set(last.getKey(), last.getTextContentSize(), 'text');
  const quote = quoteOf(texts.map((text) => text.getTextContent()).join(' '));
  return quote === '' ? null : { selection, quote };
};

const quoteOf = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, QUOTE_LIMIT);
