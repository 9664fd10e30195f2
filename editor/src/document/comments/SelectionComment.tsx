import { autoUpdate, flip, offset, shift, useFloating } from '@floating-ui/react';
import { $createRangeSelectionFromDom, type LexicalEditor, type RangeSelection } from 'lexical';
import { MessageSquarePlus } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { matches } from '../actions/shortcuts.ts';
import { pageInset } from '../page-inset.ts';
import { COMMENT } from './begin-comment.ts';
import styles from './SelectionComment.module.css';

interface SelectionCommentProps {
  readonly editor: LexicalEditor;
  onBegin(selection: RangeSelection | null): void;
}

/** For whoever may comment and not write: a button over the words that they have selected, and its key. */
export const SelectionComment = ({ editor, onBegin }: SelectionCommentProps) => {
  const { t } = useTranslation();
  const range = useSelectedRange(editor);
  const { refs, floatingStyles } = useFloating({
    strategy: 'fixed',
    placement: 'top',
    whileElementsMounted: autoUpdate,
    middleware: useMemo(
      () => [offset(8), flip(() => ({ padding: pageInset() })), shift(() => ({ padding: pageInset() }))],
      [],
    ),
  });
  useLayoutEffect(() => {
    if (range !== null) {
      refs.setPositionReference({
        getBoundingClientRect: () => range.getBoundingClientRect(),
        ...(range.startContainer.parentElement && { contextElement: range.startContainer.parentElement }),
      });
    }
  }, [refs, range]);

  const begin = (): void => {
    const selection = window.getSelection();
    onBegin(editor.read(() => $createRangeSelectionFromDom(selection, editor)));
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || COMMENT.shortcut === undefined || !matches(COMMENT.shortcut, event)) return;
      event.preventDefault();
      begin();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });

  if (range === null) return null;
  return (
    <div ref={refs.setFloating} className={styles.float} style={floatingStyles} data-print="no">
      {/* The selection stays where it is. */}
      <Button look="primary" onMouseDown={(event) => event.preventDefault()} onClick={begin}>
        <MessageSquarePlus size={16} aria-hidden /> {t('actions.comment')}
      </Button>
    </div>
  );
};

/** The words of the text that are selected, once no finger or mouse is still selecting. */
const useSelectedRange = (editor: LexicalEditor): Range | null => {
  const [range, setRange] = useState<Range | null>(null);
  useEffect(() => {
    let isPressed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const update = (): void => {
      const root = editor.getRootElement();
      const selection = window.getSelection();
      const found = selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
      const isWords =
        found !== null &&
        root?.contains(found.commonAncestorContainer) === true &&
        !found.collapsed &&
        found.toString().trim() !== '';
      setRange(isWords && !isPressed ? found.cloneRange() : null);
    };
    const soon = (): void => {
      clearTimeout(timer);
      timer = setTimeout(update, 120);
    };
    const press = (): void => {
      isPressed = true;
    };
    const release = (): void => {
      isPressed = false;
      soon();
    };
    const listeners = [
      ['selectionchange', soon],
      ['pointerdown', press],
      ['pointerup', release],
      ['pointercancel', release],
    ] as const;
    for (const [name, listener] of listeners) document.addEventListener(name, listener);
    return () => {
      clearTimeout(timer);
      for (const [name, listener] of listeners) document.removeEventListener(name, listener);
    };
  }, [editor]);
  return range;
};
