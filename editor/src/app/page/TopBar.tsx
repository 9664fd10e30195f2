import { ChevronLeft } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Discussion } from '../../client/discussion/index.ts';
import type { Connection } from '../../client/index.ts';
import { useSelected } from '../../document/index.ts';
import { DiscussionButtons } from '../../panels/discussion/DiscussionButtons.tsx';
import { useIdentity } from '../../panels/identity.ts';
import { useOwnPresence } from '../../panels/own-presence.ts';
import { People } from '../../panels/People.tsx';
import { isWriter } from '../../protocol/index.ts';
import { cx } from '../../ui/cx.ts';
import { cameByLink } from '../access/credentials.ts';
import { Share } from '../access/Share.tsx';
import { IconLink } from '../IconLink.tsx';
import { DocumentMenu } from './DocumentMenu.tsx';
import { ExportProgress } from './ExportProgress.tsx';
import styles from './TopBar.module.css';
import { useExports } from './use-exports.ts';

interface TopBarProps {
  readonly connection: Connection;
  readonly discussion: Discussion;
  readonly title: string;
  readonly titleField: RefObject<HTMLTextAreaElement | null>;
  /** Whether what is written is saved. */
  readonly saved: ReactNode;
  onFind(): void;
  onShortcuts(): void;
  onWhoWrote(): void;
}

export const TopBar = ({
  connection,
  discussion,
  title,
  titleField,
  saved,
  onFind,
  onShortcuts,
  onWhoWrote,
}: TopBarProps) => {
  const { t } = useTranslation();
  const scrolledPast = useScrolledPast(titleField);
  const isOwner = useSelected(connection.role, (role) => role === 'owner');
  const mayWrite = useSelected(connection.role, (role) => role === null || isWriter(role));
  const exports = useExports(connection, title);
  useOwnPresence(connection, useIdentity());
  return (
    <header className={styles.bar}>
      {!cameByLink(connection.documentId) && (
        <IconLink label={t('page.back')} href="/">
          <ChevronLeft size={20} aria-hidden />
        </IconLink>
      )}
      <span className={cx(styles.title, scrolledPast && styles.shown)} aria-hidden>
        {title}
      </span>
      {saved}
      {isOwner && <Share documentId={connection.documentId} />}
      <DiscussionButtons discussion={discussion} />
      <People awareness={connection.awareness} />
      <DocumentMenu
        id={connection.documentId}
        title={title}
        mayWrite={mayWrite}
        onFind={onFind}
        onShortcuts={onShortcuts}
        onWhoWrote={onWhoWrote}
        onExport={exports.start}
      />
      <ExportProgress exports={exports} />
    </header>
  );
};

/** Whether the big title has left the screen, and the bar has to name the document. */
const useScrolledPast = (titleField: RefObject<HTMLTextAreaElement | null>): boolean => {
  const [past, setPast] = useState(false);
  useEffect(() => {
    const onScroll = (): void => {
      const field = titleField.current;
      setPast(field !== null && field.getBoundingClientRect().bottom < 100);
    };
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => window.removeEventListener('scroll', onScroll);
  }, [titleField]);
  return past;
};
