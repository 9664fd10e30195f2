import { autoUpdate, flip, offset, shift, useFloating } from '@floating-ui/react';
import type { LexicalEditor } from 'lexical';
import { Toolbar as Radix } from 'radix-ui';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Layer } from '../../ui/layer.tsx';
import { FORMAT_ACTIONS, LINK } from '../actions/format-actions.ts';
import { COMMENT } from '../comments/begin-comment.ts';
import { useCommenting } from '../comments/commenting-context.ts';
import { pageInset } from '../page-inset.ts';
import { ActionButton, BlockMenu, FormatMenu, keepCaret, leaveByEscape, Separator } from './controls.tsx';
import styles from './FloatingToolbar.module.css';
import type { ToolbarState } from './toolbar-state.ts';
import { selectionRect, useSelectedWords } from './use-selected-words.ts';
import { useToolbarKey } from './use-toolbar-key.ts';

interface FloatingToolbarProps {
  readonly editor: LexicalEditor;
  readonly state: ToolbarState;
}

/** Over selected words: what is done to words. Alt+F10 leads here while it is shown, Escape leads back. */
export const FloatingToolbar = ({ editor, state }: FloatingToolbarProps) => {
  const tools = useRef<HTMLDivElement>(null);
  const shown = useSelectedWords(editor, tools);
  return shown ? <Shown editor={editor} state={state} tools={tools} /> : null;
};

const Shown = ({
  editor,
  state,
  tools,
}: FloatingToolbarProps & { readonly tools: React.RefObject<HTMLDivElement | null> }) => {
  const { t } = useTranslation();
  const { refs, floatingStyles, update } = useFloating({
    strategy: 'fixed',
    placement: 'top-start',
    whileElementsMounted: autoUpdate,
    middleware: useMemo(
      () => [
        offset(8),
        flip(() => ({ padding: pageInset() })),
        shift(() => ({ padding: pageInset(), crossAxis: true })),
      ],
      [],
    ),
  });
  useLayoutEffect(() => {
    const contextElement = editor.getRootElement() ?? undefined;
    refs.setPositionReference({
      getBoundingClientRect: () => selectionRect(editor),
      ...(contextElement === undefined ? {} : { contextElement }),
    });
    return editor.registerUpdateListener(update);
  }, [editor, refs, update]);
  const mayComment = useCommenting();
  useToolbarKey(editor, tools, true);

  return (
    <Layer>
      <Radix.Root
        ref={(element) => {
          tools.current = element;
          refs.setFloating(element);
        }}
        className={styles.toolbar}
        style={floatingStyles}
        aria-label={t('editor.floating')}
        onMouseDown={keepCaret}
        onKeyDown={leaveByEscape(editor)}
      >
        <BlockMenu editor={editor} state={state} />
        <Separator />
        {[...FORMAT_ACTIONS, LINK].map((action) => (
          <ActionButton key={action.name} action={action} editor={editor} state={state} />
        ))}
        <FormatMenu editor={editor} state={state} />
        {mayComment && <ActionButton action={COMMENT} editor={editor} state={state} />}
      </Radix.Root>
    </Layer>
  );
};
