import type { LexicalEditor } from 'lexical';
import { Toolbar as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../actions/action.ts';
import { ASIDE_ACTIONS, LIST_ACTIONS } from '../actions/block-actions.ts';
import { CLEAR_FORMATS, FORMAT_ACTIONS, LINK } from '../actions/format-actions.ts';
import { REDO, UNDO } from '../actions/history-actions.ts';
import { INSERT_ACTIONS } from '../actions/insert-actions.ts';
import { COMMENT } from '../comments/begin-comment.ts';
import { useCommenting } from '../comments/commenting-context.ts';
import {
  ActionButton,
  BlockMenu,
  type ControlProps,
  FormatMenu,
  InsertMenu,
  keepCaret,
  leaveByEscape,
  MoreMenu,
  Separator,
} from './controls.tsx';
import styles from './Toolbar.module.css';
import type { ToolbarState } from './toolbar-state.ts';
import { useFittingGroups } from './use-fitting-groups.ts';
import { useToolbarKey } from './use-toolbar-key.ts';

interface Group {
  readonly actions: readonly Action[];
  /** A menu at its end, and what stands for it where there is no room. */
  readonly menu?: (props: ControlProps) => ReactNode;
  readonly inMenu?: readonly Action[];
}

const groups = (words: readonly Action[]): readonly Group[] => [
  { actions: [UNDO, REDO] },
  { actions: words, menu: FormatMenu, inMenu: [CLEAR_FORMATS] },
  { actions: LIST_ACTIONS },
  { actions: ASIDE_ACTIONS, menu: InsertMenu, inMenu: INSERT_ACTIONS },
];

const GROUPS = groups([...FORMAT_ACTIONS, LINK]);
const GROUPS_WITH_COMMENT = groups([...FORMAT_ACTIONS, LINK, COMMENT]);

interface ToolbarProps {
  readonly editor: LexicalEditor;
  readonly state: ToolbarState;
}

/** Alt+F10 leads here from the text, Escape leads back. What doesn't fit is in a menu; on a phone the row scrolls. */
export const Toolbar = ({ editor, state }: ToolbarProps) => {
  const { t } = useTranslation();
  const root = useRef<HTMLDivElement>(null);
  const shown = useCommenting() ? GROUPS_WITH_COMMENT : GROUPS;
  const { row, fitting } = useFittingGroups(shown.map(({ actions, menu }) => actions.length + (menu ? 1 : 0)));
  const [history, ...others] = shown;
  const hidden = shown.slice(fitting).flatMap(({ actions, inMenu = [] }) => [...actions, ...inMenu]);
  useToolbarKey(editor, root);

  return (
    <Radix.Root
      ref={root}
      className={styles.toolbar}
      data-print="no"
      part="toolbar"
      aria-label={t('editor.toolbar')}
      onMouseDown={keepCaret}
      onKeyDown={leaveByEscape(editor)}
    >
      <div ref={row} className={styles.row}>
        {history?.actions.map((action) => (
          <ActionButton key={action.name} action={action} editor={editor} state={state} />
        ))}
        <Separator />
        <BlockMenu editor={editor} state={state} />
        {others.slice(0, fitting - 1).map(({ actions, menu: GroupMenu }) => (
          <div key={actions[0]?.name} className={styles.group}>
            <Separator />
            {actions.map((action) => (
              <ActionButton key={action.name} action={action} editor={editor} state={state} />
            ))}
            {GroupMenu !== undefined && <GroupMenu editor={editor} state={state} />}
          </div>
        ))}
        {hidden.length > 0 && <MoreMenu actions={hidden} editor={editor} state={state} />}
      </div>
    </Radix.Root>
  );
};
