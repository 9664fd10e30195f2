import { useLexicalNodeSelection } from '@lexical/react/useLexicalNodeSelection';
import type { NodeKey } from 'lexical';
import { FileText, FileX2, Trash2 } from 'lucide-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { useDirectory } from './directory.ts';
import styles from './Mentions.module.css';
import { useThoseHere } from './people-context.ts';

interface PersonChipProps {
  readonly nodeKey: NodeKey;
  readonly person: string;
  /** As it was when they were mentioned. */
  readonly name: string;
}

/** Somebody in a text, by the name they go by now if they are here. */
export const PersonChip = ({ nodeKey, person, name }: PersonChipProps) => {
  const [isSelected] = useLexicalNodeSelection(nodeKey);
  const here = useThoseHere().find(({ id }) => id === person);
  return (
    <span className={cx(styles.chip, here?.self && styles.self, isSelected && styles.selected)} data-mention="person">
      @<bdi>{here?.name ?? name}</bdi>
    </span>
  );
};

interface DocumentChipProps {
  readonly nodeKey: NodeKey;
  readonly document: string;
  /** As it was when it was mentioned. */
  readonly title: string;
}

/** Another document in a text: its title as it is now, and a link to it. */
export const DocumentChip = ({ nodeKey, document, title }: DocumentChipProps) => {
  const { t } = useTranslation();
  const [isSelected] = useLexicalNodeSelection(nodeKey);
  const directory = useDirectory();
  const known = directory.useDocument(document);
  const shown = (known ? known.title : title) || t('home.untitled');
  const state = known === null ? t('mentions.missing') : known?.isDeleted ? t('mentions.deleted') : null;
  const Icon = known === null ? FileX2 : known?.isDeleted ? Trash2 : FileText;
  const open = (event: MouseEvent): void => {
    // A new tab or window is the browser's to open.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    directory.open(document);
  };
  return (
    <a
      className={cx(styles.chip, styles.document, state !== null && styles.gone, isSelected && styles.selected)}
      data-mention="document"
      href={directory.addressOf(document)}
      draggable={false}
      title={state ?? shown}
      onClick={open}
    >
      <Icon size={14} aria-hidden className={styles.icon} />
      <bdi>{shown}</bdi>
      {state !== null && <span className={styles.state}> ({state})</span>}
    </a>
  );
};
