import type { LexicalEditor } from 'lexical';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { i18n } from '../../ui/i18n/index.ts';
import { LANGUAGES } from '../../ui/i18n/languages.ts';
import type { Action } from '../actions/action.ts';
import { BLOCK_ACTIONS } from '../actions/block-actions.ts';
import { INSERT_ACTIONS } from '../actions/insert-actions.ts';
import { formatShortcut } from '../actions/shortcuts.ts';
import { Suggestions, type Trigger } from '../suggestions/index.ts';
import type { ToolbarState } from '../toolbar/toolbar-state.ts';
import { findByWords } from './find-by-words.ts';
import styles from './SlashMenu.module.css';

/** A slash, and what it is with a Chinese input method. */
const SLASH: Trigger = { characters: '/／、', spaces: true };

interface SlashMenuProps {
  readonly editor: LexicalEditor;
  readonly state: ToolbarState;
}

interface Command {
  readonly id: string;
  readonly group?: string;
  readonly action: Action;
}

/** Everything that a block can become or that can be inserted, by typing a slash. */
export const SlashMenu = ({ editor, state }: SlashMenuProps) => {
  const { t } = useTranslation();
  const useItems = useCallback(
    (query: string): readonly Command[] => {
      const inGroups = [
        ...BLOCK_ACTIONS.map((action) => ({ action, group: t('slash.blocks') })),
        ...INSERT_ACTIONS.map((action) => ({ action, group: t('slash.insert') })),
      ].filter(({ action }) => !action.isDisabled(state));
      const found = findByWords(inGroups, query, ({ action }) => wordsOf(action));
      // What was searched for stands in the order in which it fits, groups or not.
      return found.map(({ action, group }) => ({ id: action.name, action, ...(query === '' ? { group } : {}) }));
    },
    [t, state],
  );
  return (
    <Suggestions
      editor={editor}
      trigger={SLASH}
      label={t('slash.label')}
      useItems={useItems}
      empty={t('slash.empty')}
      render={({ action }) => <CommandOption action={action} />}
      onChoose={({ action }) => {
        // An action that is on turns its block back to text; who asks for it here wants it to be on.
        if (action.isOn?.(state) !== true) action.run(editor);
      }}
    />
  );
};

const CommandOption = ({ action: { name, icon: Icon, shortcut } }: { readonly action: Action }) => {
  const { t } = useTranslation();
  return (
    <>
      <span className={styles.icon}>
        <Icon size={17} aria-hidden />
      </span>
      <span className={styles.label}>{t(`actions.${name}`)}</span>
      {shortcut !== undefined && <kbd className={styles.keys}>{formatShortcut(shortcut)}</kbd>}
    </>
  );
};

/** In every language: a document's writers don't all speak that of the interface. */
const wordsOf = ({ name }: Action): readonly string[] => {
  const languages = [i18n.language, ...Object.keys(LANGUAGES).filter((language) => language !== i18n.language)];
  const inAll = (key: string): string[] =>
    languages
      .flatMap((language): unknown => i18n.getResource(language, 'translation', key))
      .filter((word) => typeof word === 'string');
  return [...inAll(`actions.${name}`), ...inAll(`keywords.${name}`).flatMap((words) => words.split(' '))];
};
