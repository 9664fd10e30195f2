import type { LexicalEditor } from 'lexical';
import { ChevronDown, Ellipsis } from 'lucide-react';
import { Toolbar as Radix } from 'radix-ui';
import { type MouseEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import type { Action } from '../actions/action.ts';
import { ASIDE_ACTIONS, BLOCK_ACTIONS, LIST_ACTIONS } from '../actions/block-actions.ts';
import { FORMAT_ACTIONS, LINK } from '../actions/format-actions.ts';
import { REDO, UNDO } from '../actions/history-actions.ts';
import { INSERT_ACTIONS } from '../actions/insert-actions.ts';
import { formatShortcut } from '../actions/shortcuts.ts';
import styles from './Toolbar.module.css';
import type { ToolbarState } from './toolbar-state.ts';
import { useFittingGroups } from './use-fitting-groups.ts';

const GROUPS: readonly (readonly Action[])[] = [
  [UNDO, REDO],
  [...FORMAT_ACTIONS, LINK],
  LIST_ACTIONS,
  [...ASIDE_ACTIONS, ...INSERT_ACTIONS],
];

interface ToolbarProps {
  readonly editor: LexicalEditor;
  readonly state: ToolbarState;
}

/** Alt+F10 leads here from the text, Escape leads back. What doesn't fit is in a menu; on a phone the row scrolls. */
export const Toolbar = ({ editor, state }: ToolbarProps) => {
  const { t } = useTranslation();
  const root = useRef<HTMLDivElement>(null);
  const { row, fitting } = useFittingGroups(GROUPS.map((group) => group.length));
  const [history, ...others] = GROUPS;
  const hidden = GROUPS.slice(fitting).flat();

  useEffect(() => {
    const toToolbar = (event: KeyboardEvent): void => {
      if (event.key !== 'F10' || !event.altKey) return;
      event.preventDefault();
      root.current?.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
    };
    return editor.registerRootListener((element, before) => {
      before?.removeEventListener('keydown', toToolbar);
      element?.addEventListener('keydown', toToolbar);
    });
  }, [editor]);

  return (
    <Radix.Root
      ref={root}
      className={styles.toolbar}
      aria-label={t('editor.toolbar')}
      onMouseDown={keepCaret}
      onKeyDown={(event) => {
        if (event.key === 'Escape') editor.focus();
      }}
    >
      <div ref={row} className={styles.row}>
        {history?.map((action) => (
          <ActionButton key={action.name} action={action} editor={editor} state={state} />
        ))}
        <Separator />
        <BlockMenu editor={editor} state={state} />
        {others.slice(0, fitting - 1).map((group) => (
          <div key={group[0]?.name} className={styles.group}>
            <Separator />
            {group.map((action) => (
              <ActionButton key={action.name} action={action} editor={editor} state={state} />
            ))}
          </div>
        ))}
        {hidden.length > 0 && <MoreMenu actions={hidden} editor={editor} state={state} />}
      </div>
    </Radix.Root>
  );
};

/** A press on a button leaves the caret, and on a phone the keyboard, where they are. */
const keepCaret = (event: MouseEvent): void => event.preventDefault();

const Separator = () => <Radix.Separator className={styles.separator} />;

interface ControlProps extends ToolbarProps {
  readonly action: Action;
}

const ActionButton = ({ action, editor, state }: ControlProps) => {
  const { t } = useTranslation();
  const { icon: Icon } = action;
  const label = t(`actions.${action.name}`);
  return (
    <Tooltip label={label} keys={action.shortcut && formatShortcut(action.shortcut)}>
      <Radix.Button
        className={styles.button}
        aria-label={label}
        aria-pressed={action.isOn?.(state)}
        disabled={action.isDisabled(state)}
        onClick={() => action.run(editor)}
      >
        <Icon size={17} aria-hidden />
      </Radix.Button>
    </Tooltip>
  );
};

/** A menu's item runs once the menu has closed and the caret is back, or the next focus would go astray. */
const backToText = (editor: LexicalEditor) => (event: Event) => {
  event.preventDefault();
  editor.focus();
};

const ActionItem = ({ action, editor, state }: ControlProps) => {
  const { t } = useTranslation();
  const { icon: Icon } = action;
  return (
    <MenuItem
      icon={<Icon size={17} aria-hidden />}
      keys={action.shortcut && formatShortcut(action.shortcut)}
      disabled={action.isDisabled(state)}
      onSelect={() => action.run(editor)}
    >
      {t(`actions.${action.name}`)}
    </MenuItem>
  );
};

const BlockMenu = ({ editor, state }: ToolbarProps) => {
  const { t } = useTranslation();
  return (
    <Menu
      align="start"
      onCloseAutoFocus={backToText(editor)}
      trigger={
        <Radix.Button
          className={cx(styles.button, styles.block)}
          aria-label={`${t('editor.block')}: ${t(`actions.${state.block}`)}`}
          disabled={state.readOnly}
        >
          <span className={styles.blockName}>{t(`actions.${state.block}`)}</span>
          <ChevronDown size={14} aria-hidden />
        </Radix.Button>
      }
    >
      {BLOCK_ACTIONS.map((action) => (
        <ActionItem key={action.name} action={action} editor={editor} state={state} />
      ))}
    </Menu>
  );
};

const MoreMenu = ({ actions, editor, state }: ToolbarProps & { readonly actions: readonly Action[] }) => {
  const { t } = useTranslation();
  return (
    <Menu
      onCloseAutoFocus={backToText(editor)}
      trigger={
        <Radix.Button className={styles.button} aria-label={t('editor.more')}>
          <Ellipsis size={17} aria-hidden />
        </Radix.Button>
      }
    >
      {actions.map((action) => (
        <ActionItem key={action.name} action={action} editor={editor} state={state} />
      ))}
    </Menu>
  );
};
