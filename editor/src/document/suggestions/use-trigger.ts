import { $isCodeNode } from '@lexical/code-core';
import {
  $findMatchingParent,
  $getNodeByKey,
  $getSelection,
  $isRangeSelection,
  $isTextNode,
  BLUR_COMMAND,
  COLLABORATION_TAG,
  COMMAND_PRIORITY_LOW,
  HISTORIC_TAG,
  type LexicalEditor,
  mergeRegister,
  type NodeKey,
  type UpdateListenerPayload,
} from 'lexical';
import { useCallback, useEffect, useRef, useState } from 'react';
import { findTrigger, type Trigger, type TriggerMatch } from './trigger.ts';

/** A trigger that was typed, and stands in a text node right before the caret with its query. */
export interface Session extends TriggerMatch {
  readonly key: NodeKey;
}

interface TriggerControl {
  readonly session: Session | null;
  /** Leaves what was typed as it is; the same trigger doesn't open again. */
  dismiss(): void;
}

/** The trigger that the writer has just typed, until they choose, dismiss it or go elsewhere. Never in code. */
export const useTrigger = (editor: LexicalEditor, trigger: Trigger): TriggerControl => {
  const [session, setSession] = useState<Session | null>(null);
  const current = useRef<Session | null>(null);
  const set = useCallback((next: Session | null): void => {
    current.current = next;
    setSession(next);
  }, []);

  useEffect(
    () =>
      mergeRegister(
        editor.registerUpdateListener((payload) => {
          const match = payload.editorState.read(() => $sessionAtCaret(trigger));
          if (match === null) set(null);
          else if (isSame(current.current, match, payload)) set(match);
          else set(wasTyped(trigger, match, payload) ? match : null);
        }),
        editor.registerCommand(
          BLUR_COMMAND,
          () => {
            set(null);
            return false;
          },
          COMMAND_PRIORITY_LOW,
        ),
      ),
    [editor, trigger, set],
  );

  return { session, dismiss: useCallback(() => set(null), [set]) };
};

/** Takes the trigger before the caret and its query out of the text, within an update; the caret stays where they were. */
export const $removeTrigger = (trigger: Trigger): void => {
  const session = $sessionAtCaret(trigger);
  const node = session === null ? null : $getNodeByKey(session.key);
  if (session !== null && $isTextNode(node)) node.spliceText(session.start, session.query.length + 1, '', true);
};

const $sessionAtCaret = (trigger: Trigger): Session | null => {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed() || selection.anchor.type !== 'text') return null;
  const node = selection.anchor.getNode();
  if (!$isTextNode(node) || !node.isSimpleText() || node.hasFormat('code')) return null;
  if ($findMatchingParent(node, $isCodeNode) !== null) return null;
  const previous = node.getPreviousSibling();
  // What stands before in another node tells only whether a word begins here.
  const before = $isTextNode(previous) ? previous.getTextContent().slice(-1) : '';
  const match = findTrigger(trigger, before + node.getTextContent().slice(0, selection.anchor.offset));
  const start = match === null ? -1 : match.start - before.length;
  return match === null || start < 0 ? null : { key: node.getKey(), start, query: match.query };
};

/** Others may write in the same text meanwhile, and move it. */
const isSame = (known: Session | null, match: Session, { tags }: UpdateListenerPayload): boolean =>
  known !== null &&
  ((known.key === match.key && known.start === match.start) ||
    (tags.has(COLLABORATION_TAG) && known.query === match.query));

/** A caret that comes to an old trigger opens nothing, nor does a pasted path. */
const wasTyped = (
  trigger: Trigger,
  match: Session,
  { tags, dirtyLeaves, prevEditorState }: UpdateListenerPayload,
): boolean => {
  if (tags.has(COLLABORATION_TAG) || tags.has(HISTORIC_TAG)) return false;
  if (!dirtyLeaves.has(match.key) || match.query.length > 1) return false;
  const before = prevEditorState.read(() => $sessionAtCaret(trigger));
  return before?.key !== match.key || before.start !== match.start;
};
