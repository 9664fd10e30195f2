import { lazy, type ReactNode, type Ref, Suspense } from 'react';
import type { Discussion } from '../client/discussion/index.ts';
import type { Connection, Uploads } from '../client/index.ts';
import { PeopleProvider } from '../document/mentions/people-context.ts';
import { useReadOnly } from '../document/use-read-only.ts';
import { useReady } from '../document/use-ready.ts';
import { usePeople } from '../panels/people.ts';
import { BoardBoundary } from './BoardBoundary.tsx';
import styles from './BoardSurface.module.css';
import { prepareFonts } from './fonts.ts';
import { loadCanvas } from './load-canvas.ts';

const Canvas = lazy(loadCanvas);

/** What a file of a board may be. */
export type BoardFormat = 'excalidraw' | 'png' | 'svg';

export interface BoardHandle {
  /** Asks for a file, and draws what is in it beside what is there. */
  chooseFile(): void;
  /** Writes the board into a file, which the browser saves. */
  download(format: BoardFormat): void;
  copyAsPicture(): void;
  /** Opens the sheet of all that can be chosen about a picture of the board. */
  showPictureOptions(): void;
  /** Opens the sheet of all keys. */
  showShortcuts(): void;
}

export interface SurfaceProps {
  readonly connection: Connection;
  /** The service's address, which has the fonts. */
  readonly url: string;
  /** The board's uploads; without them it takes and shows no pictures. */
  readonly uploads?: Uploads | null | undefined;
  /** That of the device unless told. */
  readonly theme?: 'light' | 'dark' | 'system';
  /** Accessible name, and that of its files. */
  readonly title?: string;
  /** Reads, whatever the role allows. */
  readonly readOnly?: boolean | undefined;
  /** Whether keys act on it wherever the focus is, as on a page that is the board alone. */
  readonly ownsPage?: boolean;
  /** While there is nothing to show yet. */
  readonly fallback?: ReactNode;
  readonly handle?: Ref<BoardHandle>;
  /** What people say about the board; without it there are no comments here, and no chat. */
  readonly discussion?: Discussion | null;
  /** The address of a thread of comments; left out where there is none. */
  readonly threadLink?: (threadId: string) => string;
  /** The thread that a link led to. */
  readonly linkedThread?: string | null;
  /** Whether a picture is wanted of the board as it is found. */
  readonly isThumbnailStale?: boolean;
  /** Given a small picture of the board, some seconds after what is drawn here has changed, or as it is left. */
  readonly onThumbnail?: (picture: Blob) => void;
}

/** A board to draw on together. It fills what it is put in; its `fallback` stands there while there is nothing to show. */
export const BoardSurface = ({ url, uploads = null, fallback, ...props }: SurfaceProps) => {
  const { connection } = props;
  const ready = useReady(connection);
  const refused = useReadOnly(connection);
  const readOnly = refused || props.readOnly === true;
  prepareFonts(url);
  return (
    <div className={styles.board}>
      <BoardBoundary>
        <PeopleProvider value={usePeople(connection.awareness)}>
          <Suspense fallback={fallback}>
            {/* Never before its content is there: a board that starts empty is how drawings get lost. */}
            {ready ? <Canvas {...props} uploads={uploads} readOnly={readOnly} /> : fallback}
          </Suspense>
        </PeopleProvider>
      </BoardBoundary>
    </div>
  );
};
