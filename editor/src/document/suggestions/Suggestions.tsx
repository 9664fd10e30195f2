import type { LexicalEditor } from 'lexical';
import type { ReactNode } from 'react';
import { type Choosable, SuggestionList } from './SuggestionList.tsx';
import type { Trigger } from './trigger.ts';
import { $removeTrigger, useTrigger } from './use-trigger.ts';

interface SuggestionsProps<Item extends Choosable> {
  readonly editor: LexicalEditor;
  /** One that stays the same object. */
  readonly trigger: Trigger;
  /** Accessible name of the list. */
  readonly label: string;
  /** A hook: what is offered for a query, those of a group side by side. Null while it is being asked for. */
  readonly useItems: (query: string) => readonly Item[] | null;
  readonly render: (item: Item) => ReactNode;
  /** Called outside of any update, when trigger and query are gone from the text and the caret is where they were. */
  readonly onChoose: (item: Item) => void;
  /** Said where nothing matches; without it there is no list then. */
  readonly empty?: string;
}

/**
 * A list of suggestions at the caret, opened by typing a character. The text keeps the focus: arrows choose, Enter or
 * Tab takes, Escape leaves the text as it was typed.
 */
export const Suggestions = <Item extends Choosable>({ editor, trigger, onChoose, ...list }: SuggestionsProps<Item>) => {
  const { session, dismiss } = useTrigger(editor, trigger);
  if (session === null || session.query.length < (trigger.minLength ?? 0)) return null;
  return (
    <SuggestionList
      {...list}
      editor={editor}
      session={session}
      onDismiss={dismiss}
      onChoose={(item) => {
        dismiss();
        // After the update that the key came in: what is chosen may do more than change text.
        queueMicrotask(() => {
          editor.update(() => $removeTrigger(trigger), { discrete: true });
          onChoose(item);
        });
      }}
    />
  );
};
