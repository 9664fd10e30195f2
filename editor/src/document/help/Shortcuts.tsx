import { COMMAND_PRIORITY_EDITOR, type LexicalEditor } from 'lexical';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/Dialog.tsx';
import { ACTION_GROUPS } from '../actions/all-actions.ts';
import { formatShortcut, matches, type Shortcut } from '../actions/shortcuts.ts';
import { backToText } from '../toolbar/controls.tsx';
import { usePageKeys } from '../use-page-keys.ts';
import styles from './Shortcuts.module.css';
import { SHORTCUTS_KEY, SHOW_SHORTCUTS_COMMAND } from './show-shortcuts.ts';

/** Keys that belong to no action: they depend on where the caret is. */
const PLACES = [
  { name: 'slash', keys: [{ key: '/', bare: true }] },
  {
    name: 'indent',
    keys: [
      { key: 'Tab', bare: true },
      { key: 'Tab', shift: true, bare: true },
    ],
  },
  { name: 'selectBlock', keys: [{ key: 'Escape', bare: true }] },
  {
    name: 'selectMore',
    keys: [
      { key: 'ArrowUp', shift: true, bare: true },
      { key: 'ArrowDown', shift: true, bare: true },
    ],
  },
  { name: 'toolbar', keys: [{ key: 'F10', alt: true, bare: true }] },
] as const satisfies readonly { name: string; keys: readonly Shortcut[] }[];

/** All keys there are, from the actions themselves: what is listed works. */
export const Shortcuts = ({ editor }: { readonly editor: LexicalEditor }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const show = (): boolean => {
      setOpen(true);
      return true;
    };
    return editor.registerCommand(SHOW_SHORTCUTS_COMMAND, show, COMMAND_PRIORITY_EDITOR);
  }, [editor]);
  // Also for who only reads, or is anywhere else on the page.
  usePageKeys(editor, (event) => {
    if (!matches(SHORTCUTS_KEY, event)) return;
    event.preventDefault();
    setOpen(true);
  });

  return (
    <Dialog
      open={open}
      title={t('actions.shortcuts')}
      onClose={() => {
        setOpen(false);
        if (editor.isEditable()) backToText(editor);
      }}
    >
      <div className={styles.groups}>
        {ACTION_GROUPS.map(({ name, actions }) => (
          <section key={name} className={styles.group}>
            <h3 className={styles.heading}>{t(`shortcuts.${name}`)}</h3>
            <dl className={styles.list}>
              {actions.map(
                (action) =>
                  action.shortcut && (
                    <Row key={action.name} label={t(`actions.${action.name}`)} keys={[action.shortcut]} />
                  ),
              )}
            </dl>
          </section>
        ))}
        <section className={styles.group}>
          <h3 className={styles.heading}>{t('shortcuts.places')}</h3>
          <dl className={styles.list}>
            {PLACES.map(({ name, keys }) => (
              <Row key={name} label={t(`shortcuts.${name}`)} keys={keys} />
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
};

const Row = ({ label, keys }: { readonly label: string; readonly keys: readonly Shortcut[] }) => (
  <div className={styles.row}>
    <dt>{label}</dt>
    <dd className={styles.keys}>
      {keys.map((shortcut) => (
        <kbd key={formatShortcut(shortcut)} className={styles.key}>
          {formatShortcut(shortcut)}
        </kbd>
      ))}
    </dd>
  </div>
);
