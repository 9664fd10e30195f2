import type { LexicalEditor } from 'lexical';
import { Check, Link2, Palette, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { $blockColorOf, $setBlockColor, type BlockColor, COLORS } from '../../content/blocks/color.ts';
import { MenuItem, MenuSeparator, MenuSwatches, Submenu } from '../../ui/Menu.tsx';
import { Swatch } from '../../ui/Swatch.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import type { Action } from '../actions/action.ts';
import { DUPLICATE, MOVE_DOWN, MOVE_UP, REMOVE } from '../actions/arrange-actions.ts';
import { BLOCK_ACTIONS } from '../actions/block-actions.ts';
import { formatShortcut } from '../actions/shortcuts.ts';
import { $blockTypeAt } from '../blocks/block-type.ts';
import { ToggleMenuItem } from '../blocks/toggle/ToggleMenuItem.tsx';
import { COMMENT } from '../comments/begin-comment.ts';
import { useCommenting } from '../comments/commenting-context.ts';
import styles from './BlockHandle.module.css';
import { $chosenBlocks, $lettersOfChosen } from './chosen-blocks.ts';

interface BlockMenuItemsProps {
  readonly editor: LexicalEditor;
  /** Address of the block; null where it has none. */
  readonly link: string | null;
}

/** What can be done to the selected blocks. */
export const BlockMenuItems = ({ editor, link }: BlockMenuItemsProps) => {
  const { t } = useTranslation();
  const toast = useToast();
  const mayComment = useCommenting();
  const item = (action: Action, danger = false) => (
    <MenuItem
      key={action.name}
      danger={danger}
      icon={<action.icon size={16} aria-hidden />}
      keys={action.shortcut && formatShortcut(action.shortcut)}
      onSelect={() => action.run(editor)}
    >
      {t(`actions.${action.name}`)}
    </MenuItem>
  );
  return (
    <>
      <Submenu icon={<RefreshCw size={16} aria-hidden />} label={t('blockTools.turnInto')}>
        <TurnIntoItems editor={editor} />
      </Submenu>
      <Submenu icon={<Palette size={16} aria-hidden />} label={t('blockTools.color')}>
        <ColorItems editor={editor} />
      </Submenu>
      <MenuSeparator />
      {[MOVE_UP, MOVE_DOWN, DUPLICATE].map((action) => item(action))}
      <ToggleMenuItem editor={editor} />
      {mayComment && item(COMMENT)}
      {link !== null && (
        <MenuItem
          icon={<Link2 size={16} aria-hidden />}
          onSelect={() => {
            navigator.clipboard.writeText(link).then(
              () => toast({ text: t('blockTools.linkCopied') }),
              () => undefined,
            );
          }}
        >
          {t('blockTools.copyLink')}
        </MenuItem>
      )}
      <MenuSeparator />
      {item(REMOVE, true)}
    </>
  );
};

const TurnIntoItems = ({ editor }: { readonly editor: LexicalEditor }) => {
  const { t } = useTranslation();
  const now = editor.read('latest', $typeOfChosen);
  return BLOCK_ACTIONS.map((action) => (
    <MenuItem
      key={action.name}
      icon={<action.icon size={16} aria-hidden />}
      onSelect={() => {
        // One that is on would turn the block back to text.
        if (action.name === now) return;
        editor.update(() => void $lettersOfChosen(), { discrete: true });
        action.run(editor);
      }}
    >
      {t(`actions.${action.name}`)}
      {action.name === now && <Check size={15} className={styles.check} aria-hidden />}
    </MenuItem>
  ));
};

const $typeOfChosen = (): string | null => {
  const [first] = $chosenBlocks();
  return first === undefined ? null : $blockTypeAt(first);
};

const ColorItems = ({ editor }: { readonly editor: LexicalEditor }) => {
  const { t } = useTranslation();
  const now = editor.read('latest', () => $chosenBlocks().map($blockColorOf)[0] ?? null);
  const set = (color: BlockColor | null): void => editor.update(() => $setBlockColor($chosenBlocks(), color));
  return (
    <>
      <MenuSwatches<BlockColor>
        label={t('blockTools.ink')}
        value={now}
        onChange={set}
        options={COLORS.map((color) => ({
          value: color,
          label: t('blockTools.inkNamed', { color: t(`colors.${color}`) }),
          swatch: <Swatch color={color} part="ink" />,
        }))}
      />
      <MenuSwatches<BlockColor>
        label={t('blockTools.ground')}
        value={now}
        onChange={set}
        options={COLORS.map((color) => ({
          value: `${color}-ground` as const,
          label: t('blockTools.groundNamed', { color: t(`colors.${color}`) }),
          swatch: <Swatch color={color} part="ground" />,
        }))}
      />
      <MenuSeparator />
      <MenuItem disabled={now === null} onSelect={() => set(null)}>
        {t('blockTools.noColor')}
      </MenuItem>
    </>
  );
};
