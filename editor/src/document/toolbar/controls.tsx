import { getActiveElementDeep, type LexicalEditor } from 'lexical';
import { Baseline, ChevronDown, Ellipsis, Plus } from 'lucide-react';
import { Toolbar as Radix } from 'radix-ui';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { COLORS, type Color } from '../../content/blocks/color.ts';
import { GROUND, INK } from '../../content/text-style.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator, MenuSwatches } from '../../ui/Menu.tsx';
import { Swatch } from '../../ui/Swatch.tsx';
import type { Action } from '../actions/action.ts';
import { BLOCK_ACTIONS } from '../actions/block-actions.ts';
import { ALIGN_ACTIONS, CLEAR_FORMATS, MORE_FORMAT_ACTIONS } from '../actions/format-actions.ts';
import { INSERT_ACTIONS } from '../actions/insert-actions.ts';
import { formatShortcut } from '../actions/shortcuts.ts';
import { focusQuietly } from '../block-tools/block-selection.ts';
import { $selectedBlocks } from '../block-tools/chosen-blocks.ts';
import { setTextColor } from '../formats/text-color.ts';
import styles from './Toolbar.module.css';
import type { ToolbarState } from './toolbar-state.ts';

export interface ControlProps {
  readonly editor: LexicalEditor;
  readonly state: ToolbarState;
}

interface MenuProps extends ControlProps {
  readonly onOpenChange?: (open: boolean) => void;
}

/** A press on a button leaves the caret, and on a phone the keyboard, where they are. */
export const keepCaret = (event: MouseEvent): void => event.preventDefault();

/** Gives the text the focus again, whatever is selected in it. */
export const backToText = (editor: LexicalEditor): void => {
  if (editor.read('latest', $selectedBlocks) === null) editor.focus();
  else focusQuietly(editor);
};

/** From a button, whose tooltip Escape closes with it; a menu's own Escape is not meant. */
export const leaveByEscape =
  (editor: LexicalEditor) =>
  ({ key, currentTarget, target }: KeyboardEvent): void => {
    if (key === 'Escape' && target instanceof Node && currentTarget.contains(target)) backToText(editor);
  };

/** A menu's item runs before the menu has closed, and the caret is put back after. */
const onClose = (editor: LexicalEditor) => (event: Event) => {
  event.preventDefault();
  // Unless what was chosen has taken the focus meanwhile, as a form does.
  const activeElement = getActiveElementDeep(document);
  if (activeElement === null || activeElement === document.body || activeElement.closest('[role="menu"]') !== null) {
    backToText(editor);
  }
};

export const Separator = () => <Radix.Separator className={styles.separator} />;

export const ActionButton = ({ action, editor, state }: ControlProps & { readonly action: Action }) => {
  const { t } = useTranslation();
  const { icon: Icon } = action;
  return (
    <Radix.Button asChild disabled={action.isDisabled(state)}>
      <IconButton
        className={styles.button}
        label={t(`actions.${action.name}`)}
        keys={action.shortcut && formatShortcut(action.shortcut)}
        aria-pressed={action.isOn?.(state)}
        onClick={() => action.run(editor)}
      >
        <Icon size={17} aria-hidden />
      </IconButton>
    </Radix.Button>
  );
};

const ActionItem = ({ action, editor, state }: ControlProps & { readonly action: Action }) => {
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

/** What the block at the caret is, and may become. */
export const BlockMenu = ({ editor, state, onOpenChange }: MenuProps) => {
  const { t } = useTranslation();
  return (
    <Menu
      align="start"
      onCloseAutoFocus={onClose(editor)}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
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

interface MenuButtonProps {
  readonly label: string;
  readonly icon: typeof Plus;
  readonly disabled: boolean;
}

const menuButton = ({ label, icon: Icon, disabled }: MenuButtonProps) => (
  <Radix.Button asChild disabled={disabled}>
    <IconButton className={styles.button} label={label}>
      <Icon size={17} aria-hidden />
    </IconButton>
  </Radix.Button>
);

/** Colours, how text stands, and the formats that are wanted less often. */
export const FormatMenu = ({ editor, state, onOpenChange }: MenuProps) => {
  const { t } = useTranslation();
  return (
    <Menu
      align="start"
      onCloseAutoFocus={onClose(editor)}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
      trigger={menuButton({
        label: t('editor.formats'),
        icon: Baseline,
        disabled: state.readOnly || state.block === 'code',
      })}
    >
      <ColorSwatches editor={editor} property={INK} color={state.ink} />
      <ColorSwatches editor={editor} property={GROUND} color={state.ground} />
      <MenuSeparator />
      {MORE_FORMAT_ACTIONS.map((action) => (
        <ActionItem key={action.name} action={action} editor={editor} state={state} />
      ))}
      <MenuSeparator />
      {ALIGN_ACTIONS.map((action) => (
        <ActionItem key={action.name} action={action} editor={editor} state={state} />
      ))}
      <MenuSeparator />
      <ActionItem action={CLEAR_FORMATS} editor={editor} state={state} />
    </Menu>
  );
};

interface ColorSwatchesProps {
  readonly editor: LexicalEditor;
  readonly property: typeof INK | typeof GROUND;
  readonly color: Color | null;
}

const ColorSwatches = ({ editor, property, color: now }: ColorSwatchesProps) => {
  const { t } = useTranslation();
  const isInk = property === INK;
  return (
    <MenuSwatches
      label={t(isInk ? 'blockTools.ink' : 'blockTools.ground')}
      value={now ?? 'none'}
      onChange={(color) => setTextColor(editor, property, color === 'none' ? null : color)}
      options={(['none', ...COLORS] as const).map((color) => ({
        value: color,
        label:
          color === 'none'
            ? t(isInk ? 'blockTools.noInk' : 'blockTools.noGround')
            : t(isInk ? 'blockTools.inkNamed' : 'blockTools.groundNamed', { color: t(`colors.${color}`) }),
        swatch: <Swatch color={color} part={isInk ? 'ink' : 'ground'} />,
      }))}
    />
  );
};

/** What can be put into the text as a thing of its own. */
export const InsertMenu = ({ editor, state }: ControlProps) => {
  const { t } = useTranslation();
  return (
    <Menu
      align="start"
      onCloseAutoFocus={onClose(editor)}
      trigger={menuButton({ label: t('editor.insert'), icon: Plus, disabled: state.readOnly })}
    >
      {INSERT_ACTIONS.map((action) => (
        <ActionItem key={action.name} action={action} editor={editor} state={state} />
      ))}
    </Menu>
  );
};

/** What there was no room for. */
export const MoreMenu = ({ actions, editor, state }: ControlProps & { readonly actions: readonly Action[] }) => {
  const { t } = useTranslation();
  return (
    <Menu
      onCloseAutoFocus={onClose(editor)}
      trigger={menuButton({ label: t('editor.more'), icon: Ellipsis, disabled: false })}
    >
      {actions.map((action) => (
        <ActionItem key={action.name} action={action} editor={editor} state={state} />
      ))}
    </Menu>
  );
};
