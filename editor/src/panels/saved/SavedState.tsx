import { Check, CloudOff, CloudUpload, Eye, LoaderCircle, MessageSquareText, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../client/index.ts';
import { announce } from '../../ui/announce.ts';
import { cx } from '../../ui/cx.ts';
import { Tooltip } from '../../ui/Tooltip.tsx';
import styles from './SavedState.module.css';
import type { SavedView } from './saved-view.ts';
import { type Besides, useSavedView } from './use-saved-view.ts';

const ICONS: Readonly<Record<SavedView['label'], typeof Check>> = {
  'state.loading': LoaderCircle,
  // It doesn't turn: somebody types all the time it stands there, and each frame of a long text costs as much as a letter.
  'state.saving': CloudUpload,
  'state.late': TriangleAlert,
  'state.saved': Check,
  'state.uploading': LoaderCircle,
  'state.offline': CloudOff,
  'state.offlineChanges': CloudOff,
  'state.offlineUnkept': TriangleAlert,
  'state.refused': TriangleAlert,
  'state.closed': TriangleAlert,
  'state.commentOnly': MessageSquareText,
  'state.readOnly': Eye,
};

interface SavedStateProps extends Besides {
  readonly connection: Connection;
}

/**
 * The truth about the writer's work: an icon, words, and a tone. It asks for itself, since it changes with what is typed
 * and nothing around it does.
 */
export const SavedState = ({ connection, ...besides }: SavedStateProps) => {
  const { t } = useTranslation();
  const view = useSavedView(connection, besides);
  useAnnouncements(view);
  const Icon = ICONS[view.label];
  const label = t(view.label, { count: view.count });
  return (
    <Tooltip label={view.hint === null ? label : t(view.hint)}>
      <span
        className={cx(styles.state, styles[view.tone])}
        data-state={view.label.slice('state.'.length)}
        data-testid="saved-state"
      >
        <Icon size={15} className={cx(view.label === 'state.uploading' && styles.turning)} aria-hidden />
        <span className={styles.hidden}>{t('state.label')}: </span>
        <span className={styles.label}>{label}</span>
      </span>
    </Tooltip>
  );
};

type Milestone = 'late' | 'offline' | 'unkept' | 'refused' | 'fine';

const milestoneOf = ({ label }: SavedView): Milestone => {
  if (label === 'state.late') return 'late';
  if (label === 'state.offline' || label === 'state.offlineChanges') return 'offline';
  if (label === 'state.offlineUnkept') return 'unkept';
  return label === 'state.refused' || label === 'state.closed' ? 'refused' : 'fine';
};

/** Said aloud when the connection goes and when it is back, not at each keystroke's saving. */
const useAnnouncements = (view: SavedView): void => {
  const { t } = useTranslation();
  const milestone = milestoneOf(view);
  const [trouble, setTrouble] = useState(false);
  useEffect(() => {
    if (milestone !== 'fine') setTrouble(true);
  }, [milestone]);
  const isBack = trouble && view.tone === 'good';
  const sentence = {
    late: `${t('state.late')}. ${t('state.lateHint')}`,
    offline: t('state.announceOffline'),
    unkept: t('state.announceUnkept'),
    refused: t('state.refused'),
    fine: isBack ? `${t('state.announceOnline')}. ${t('state.announceSaved')}` : '',
  }[milestone];
  useEffect(() => announce(sentence), [sentence]);
};
