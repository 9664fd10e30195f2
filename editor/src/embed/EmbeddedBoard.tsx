import type { ReactNode, Ref } from 'react';
import { type BoardHandle, BoardSurface } from '../board/index.ts';
import type { Assets, Connection, Uploads } from '../client/index.ts';
import { useConnection, useDiscussion, useObservable, useReady, useUploads } from '../document/index.ts';
import { colorFor, useIdentity } from '../panels/identity.ts';
import { useOwnPresence } from '../panels/own-presence.ts';
import { isDocumentId, isWriter } from '../protocol/index.ts';
import { cx } from '../ui/cx.ts';
import styles from './EmbeddedBoard.module.css';
import type { EmbeddedListeners, EmbeddedTarget } from './embedding.ts';
import { Header } from './Header.tsx';
import { Banner, ImpossibleId, Obstacle, Waiting } from './Obstacle.tsx';
import { type LookProps, Scope } from './Scope.tsx';
import { useListeners } from './use-listeners.ts';
import { useStableToken } from './use-stable-token.ts';
import { useThumbnailUpload } from './use-thumbnail-upload.ts';

export interface CollabBoardProps extends EmbeddedTarget, EmbeddedListeners, LookProps {
  /** Looks, whatever the role allows. */
  readonly readOnly?: boolean | undefined;
  /** The row with the saved state and who is here. Default: shown. */
  readonly header?: boolean | undefined;
  /** Comments and chat, with their buttons in the header. Default: shown. */
  readonly comments?: boolean | undefined;
  /** Accessible name of the board, and the name of the files that are saved from it. */
  readonly label?: string | undefined;
  /** Whether keys act on it wherever the focus is, as on a page that is the board alone. Default: only while it has the focus. */
  readonly ownsPage?: boolean | undefined;
  /** While there is nothing to show. */
  readonly fallback?: ReactNode;
  /** Where pictures are kept; the service itself unless told. It has to stay the same object. */
  readonly assets?: Assets | undefined;
  readonly handle?: Ref<BoardHandle> | undefined;
}

/** A board to draw on together, in a page of yours. As high as it is told to be; 30 rem unless it is. */
export const CollabBoard = ({ theme, language, className, style, ...props }: CollabBoardProps) => (
  <Scope theme={theme} language={language} className={cx(styles.scope, className)} style={style}>
    {isDocumentId(props.documentId) ? <Opened theme={theme} {...props} /> : <ImpossibleId id={props.documentId} />}
  </Scope>
);

type OpenedProps = Omit<CollabBoardProps, keyof LookProps> & Pick<LookProps, 'theme'>;

const Opened = ({ token, ...props }: OpenedProps) => {
  const { url, documentId, user, transport, offline, assets } = props;
  const stable = useStableToken(token);
  const target = { url, documentId, token: stable, userId: user?.id };
  const connection = useConnection({ ...target, kind: 'board', transport, offline });
  const uploads = useUploads({ ...target, assets });
  const discussion = useDiscussion({
    url,
    token: stable,
    connection: props.comments === false ? null : connection,
    person: user && { ...user, color: user.color ?? colorFor(user.id) },
  });
  const putThumbnail = useThumbnailUpload(target);
  if (connection === null || uploads === null) return props.fallback ?? <Waiting />;
  return (
    <Connected
      key={connection.doc.guid}
      {...props}
      connection={connection}
      uploads={uploads}
      discussion={discussion}
      isGuest={user === undefined && token === undefined}
      onThumbnail={putThumbnail}
    />
  );
};

interface ConnectedProps extends Omit<OpenedProps, 'token'> {
  readonly connection: Connection;
  readonly uploads: Uploads;
  readonly discussion: ReturnType<typeof useDiscussion>;
  /** Whether this is somebody of whom nothing is known. */
  readonly isGuest: boolean;
  onThumbnail(picture: Blob): void;
}

const Connected = ({
  connection,
  uploads,
  discussion,
  isGuest,
  onThumbnail,
  user,
  header = true,
  ...props
}: ConnectedProps) => {
  const ready = useReady(connection);
  const guest = useIdentity();
  const role = useObservable(connection.role);
  useOwnPresence(
    connection,
    user === undefined
      ? guest
      : { ...user, color: user.color ?? colorFor(user.id), picks: user.color === undefined ? 0 : 1 },
  );
  useListeners(connection, ready, props);
  const mayWrite = (role === null || isWriter(role)) && props.readOnly !== true;
  return (
    <div className={styles.board}>
      {header && <Header {...{ connection, uploads, discussion, mayWrite }} mayChangeName={isGuest} />}
      {ready && <Banner connection={connection} />}
      <BoardSurface
        connection={connection}
        url={props.url}
        uploads={uploads}
        discussion={discussion}
        theme={props.theme ?? 'system'}
        title={props.label ?? ''}
        readOnly={props.readOnly}
        ownsPage={props.ownsPage === true}
        fallback={<Obstacle connection={connection} waiting={props.fallback ?? <Waiting />} />}
        onThumbnail={onThumbnail}
        {...(props.handle === undefined ? {} : { handle: props.handle })}
      />
    </div>
  );
};
