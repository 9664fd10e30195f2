import { ChevronLeft } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardHandle } from '../../board/index.ts';
import type { Discussion } from '../../client/discussion/index.ts';
import type { Connection } from '../../client/index.ts';
import { useSelected } from '../../document/use-observable.ts';
import { DiscussionButtons } from '../../panels/discussion/DiscussionButtons.tsx';
import { useIdentity } from '../../panels/identity.ts';
import { useOwnPresence } from '../../panels/own-presence.ts';
import { People } from '../../panels/People.tsx';
import { cameByLink } from '../access/credentials.ts';
import { Share } from '../access/Share.tsx';
import { IconLink } from '../IconLink.tsx';
import { BoardFileMenu } from './BoardFileMenu.tsx';
import { BoardTitle } from './BoardTitle.tsx';
import styles from './TopBar.module.css';
import type { TitleControl } from './use-title.ts';

interface BoardBarProps {
  readonly connection: Connection;
  readonly discussion: Discussion;
  readonly title: TitleControl;
  readonly readOnly: boolean;
  /** Whether what is drawn is saved. */
  readonly saved: ReactNode;
  readonly board: RefObject<BoardHandle | null>;
}

/** Above a board: what it is called, whether it is saved, who is here. */
export const BoardBar = ({ connection, discussion, title, readOnly, saved, board }: BoardBarProps) => {
  const { t } = useTranslation();
  const isOwner = useSelected(connection.role, (role) => role === 'owner');
  useOwnPresence(connection, useIdentity());
  return (
    <header className={styles.bar}>
      {!cameByLink(connection.documentId) && (
        <IconLink label={t('page.back')} href="/">
          <ChevronLeft size={20} aria-hidden />
        </IconLink>
      )}
      <BoardTitle title={title} readOnly={readOnly} />
      {saved}
      {isOwner && <Share documentId={connection.documentId} />}
      <DiscussionButtons discussion={discussion} />
      <People awareness={connection.awareness} />
      <BoardFileMenu
        id={connection.documentId}
        title={title.title || t('home.untitled')}
        readOnly={readOnly}
        board={board}
      />
    </header>
  );
};
