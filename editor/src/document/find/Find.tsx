import { $getSelection, $isRangeSelection, COMMAND_PRIORITY_EDITOR, type LexicalEditor } from 'lexical';
import { useEffect, useState } from 'react';
import { usePageKeys } from '../use-page-keys.ts';
import { FindBar } from './FindBar.tsx';
import { modeOf } from './find-keys.ts';
import { type FindMode, OPEN_FIND_COMMAND } from './open-find.ts';

/** The longest selection that is taken for what is looked for. */
const LONGEST = 100;

interface FindProps {
  readonly editor: LexicalEditor;
  readonly readOnly: boolean;
}

interface Opened {
  readonly mode: FindMode;
  readonly text: string;
  /** How many times it was asked for: each time the field gets the focus. */
  readonly times: number;
}

/** Finds in the text by the keys that find in a page; pressed again in the bar they find in the page. */
export const Find = ({ editor, readOnly }: FindProps) => {
  const [opened, setOpened] = useState<Opened | null>(null);

  useEffect(() => {
    const open = (mode: FindMode): boolean => {
      const text = editor.read($selectedWords);
      setOpened((before) => ({ mode, text: text || (before?.text ?? ''), times: (before?.times ?? 0) + 1 }));
      return true;
    };
    return editor.registerCommand(OPEN_FIND_COMMAND, open, COMMAND_PRIORITY_EDITOR);
  }, [editor]);
  usePageKeys(editor, (event, target) => {
    const mode = modeOf(event);
    const isInBar = target instanceof Element && target.closest('[data-find-bar]') !== null;
    if (mode === null || (isInBar && mode === 'find')) return;
    event.preventDefault();
    editor.dispatchCommand(OPEN_FIND_COMMAND, readOnly ? 'find' : mode);
  });

  if (opened === null) return null;
  return (
    <FindBar
      editor={editor}
      readOnly={readOnly}
      mode={opened.mode}
      initialText={opened.text}
      times={opened.times}
      onClose={() => setOpened(null)}
    />
  );
};

const $selectedWords = (): string => {
  const selection = $getSelection();
  const text = $isRangeSelection(selection) ? selection.getTextContent() : '';
  return text.length <= LONGEST && !text.includes('\n') ? text : '';
};
