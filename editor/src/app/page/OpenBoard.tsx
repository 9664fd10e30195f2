import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type BoardHandle, BoardSurface } from '../../board/index.ts';
import type { Discussion } from '../../client/discussion/index.ts';
import type { Connection, Uploads } from '../../client/index.ts';
import { useUploads } from '../../document/assets/use-uploads.ts';
import { useDiscussion } from '../../document/comments/use-discussion.ts';
import { useConnection } from '../../document/use-connection.ts';
import { useObservable, useSelected } from '../../document/use-observable.ts';
import { useReady } from '../../document/use-ready.ts';
import { SavedState } from '../../panels/saved/SavedState.tsx';
import { type DocumentSummary, isWriter } from '../../protocol/index.ts';
import { useTheme } from '../../ui/theme.ts';
import { useToken } from '../access/use-token.ts';
import { serviceUrl, threadIn, threadLink } from '../address.ts';
import { api } from '../api.ts';
import { transportHere } from '../transport.ts';
import { BoardBar } from './BoardBar.tsx';
import { BoardSkeleton } from './BoardSkeleton.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { knownTitle, noteBoard } from './known-documents.ts';
import { GoneNotice } from './notices.tsx';
import styles from './OpenBoard.module.css';
import { useFollowDocument, useReopenRestored } from './use-follow-document.ts';
import { useLinkedBlock } from './use-linked-block.ts';
import { useTitle } from './use-title.ts';

export interface OpenBoardProps {
  readonly id: string;
  /** Undefined while the server can't be asked. */
  readonly document: DocumentSummary | undefined;
  /** There is something to show, for the first time. */
  onReady(): void;
}

export const OpenBoard = ({ id, document, onReady }: OpenBoardProps) => {
  const token = useToken(id);
  const connection = useConnection({ url: serviceUrl, documentId: id, token, transport: transportHere() });
  const uploads = useUploads({ url: serviceUrl, documentId: id, token });
  const discussion = useDiscussion({ url: serviceUrl, token, connection });
  if (connection === null || uploads === null || discussion === null) return <BoardSkeleton />;
  return <ConnectedBoard {...{ connection, uploads, discussion, document, onReady }} />;
};

interface ConnectedProps extends Omit<OpenBoardProps, 'id'> {
  readonly connection: Connection;
  readonly uploads: Uploads;
  readonly discussion: Discussion;
}

const ConnectedBoard = ({ connection, uploads, discussion, document, onReady }: ConnectedProps) => {
  const { t } = useTranslation();
  const id = connection.documentId;
  const role = useObservable(connection.role);
  const ready = useReady(connection);
  const theme = useTheme();
  const board = useRef<BoardHandle>(null);
  const mayWrite = role === null || isWriter(role);
  const title = useTitle(id, document?.title ?? knownTitle(id));
  // As it was found: while one draws, it always is.
  const [isThumbnailStale] = useState(() => document !== undefined && isStale(document));
  const isOffline = useSelected(connection.saved, ({ state }) => state === 'offline');
  const linkedThread = threadIn(useLinkedBlock());
  useFollowDocument(connection);
  useReopenRestored(connection, document);
  useEffect(() => {
    if (ready) onReady();
  }, [ready, onReady]);
  useEffect(() => noteBoard(id), [id]);

  return (
    <div className={styles.page}>
      <BoardBar
        connection={connection}
        discussion={discussion}
        title={title}
        readOnly={!mayWrite || document === undefined}
        saved={
          <SavedState connection={connection} uploads={uploads} titleUnsaved={title.unsaved} mayWrite={mayWrite} />
        }
        board={board}
      />
      <ConnectionBanner connection={connection} />
      <main className={styles.main}>
        {!ready && isOffline ? (
          <GoneNotice />
        ) : (
          <BoardSurface
            connection={connection}
            url={serviceUrl}
            uploads={uploads}
            theme={theme}
            title={title.title || t('home.untitled')}
            ownsPage
            handle={board}
            discussion={discussion}
            threadLink={(threadId) => threadLink(id, threadId)}
            linkedThread={linkedThread}
            fallback={<BoardSkeleton />}
            isThumbnailStale={isThumbnailStale}
            onThumbnail={(picture) => {
              // The next one is as good.
              void api.putThumbnail(id, picture).catch(() => undefined);
            }}
          />
        )}
      </main>
    </div>
  );
};

const isStale = ({ thumbnailAt, changedAt }: DocumentSummary): boolean =>
  thumbnailAt === null || Date.parse(thumbnailAt) < Date.parse(changedAt);
