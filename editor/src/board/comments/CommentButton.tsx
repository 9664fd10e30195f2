import { MessageSquarePlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatShortcut } from '../../document/actions/shortcuts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from '../canvas/tools.module.css';
import type { BoardComments } from './use-board-comments.ts';

/** Begins a comment on what is selected, or on what is pointed at next. */
export const CommentButton = ({ comments }: { readonly comments: BoardComments }) => {
  const { t } = useTranslation();
  return (
    <span className={styles.island}>
      <IconButton
        label={t('comments.begin')}
        keys={formatShortcut(COMMENT_KEY)}
        aria-pressed={comments.isPicking}
        onClick={comments.begin}
      >
        <MessageSquarePlus size={18} aria-hidden />
      </IconButton>
    </span>
  );
};

const COMMENT_KEY = { key: 'KeyM', alt: true };
