import {
  $getSelection,
  $isNodeSelection,
  $isRangeSelection,
  COMMAND_PRIORITY_HIGH,
  defineExtension,
  KEY_ENTER_COMMAND,
  type LexicalEditor,
} from 'lexical';
import { AtSign } from 'lucide-react';
import { $isDocumentLinkNode } from '../../content/nodes/mentions.ts';
import type { Action } from '../actions/action.ts';

/** Types the sign that opens the list, behind a space where a word stands before it. */
export const MENTION: Action = {
  name: 'mention',
  icon: AtSign,
  run: (editor) =>
    editor.update(() => {
      const selection = $getSelection();
      if (!$isRangeSelection(selection)) return;
      const { anchor } = selection;
      const before = anchor.type === 'text' ? anchor.getNode().getTextContent().slice(0, anchor.offset) : '';
      selection.insertText(/\S$/.test(before) ? ' @' : '@');
    }),
  isDisabled: (state) => state.readOnly,
};

/** Enter on a document that arrows have selected follows its link. */
export const registerMentionKeys = (editor: LexicalEditor): (() => void) =>
  editor.registerCommand(
    KEY_ENTER_COMMAND,
    (event) => {
      const selection = $getSelection();
      const [node, ...others] = $isNodeSelection(selection) ? selection.getNodes() : [];
      if (others.length > 0 || !$isDocumentLinkNode(node)) return false;
      event?.preventDefault();
      editor.getElementByKey(node.getKey())?.querySelector('a')?.click();
      return true;
    },
    COMMAND_PRIORITY_HIGH,
  );

export const MentionsExtension = defineExtension({ name: 'cowrite/mentions', register: registerMentionKeys });
