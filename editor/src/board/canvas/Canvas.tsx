import { Excalidraw } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { useImperativeHandle, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Uploads } from '../../client/index.ts';
import { usePeopleNews } from '../../document/together/use-people-news.ts';
import { DiscussionPanel } from '../../panels/discussion/DiscussionPanel.tsx';
import { cx } from '../../ui/cx.ts';
import type { SurfaceProps } from '../BoardSurface.tsx';
import { CommentButton } from '../comments/CommentButton.tsx';
import layer from '../comments/CommentLayer.module.css';
import { CommentLayer } from '../comments/CommentLayer.tsx';
import { useBoardComments } from '../comments/use-board-comments.ts';
import { useDroppedFiles } from '../exchange/use-dropped-files.ts';
import { useExchange } from '../exchange/use-exchange.ts';
import { useImages } from '../images/use-images.ts';
import { NoteTools } from '../notes/NoteTools.tsx';
import { useNotes } from '../notes/use-notes.ts';
import { BringButton } from '../together/BringButton.tsx';
import { FollowBanner } from '../together/FollowBanner.tsx';
import { useBring } from '../together/use-bring.ts';
import { Writers } from '../together/Writers.tsx';
import { BoardMenu } from './BoardMenu.tsx';
import styles from './Canvas.module.css';
import { EXCALIDRAW_STYLES } from './excalidraw-styles.ts';
import { keepLibrary, keptLibrary } from './library.ts';
import { MenuName } from './MenuName.tsx';
import tools from './tools.module.css';
import { useBinding } from './use-binding.ts';
import { useDialogFocus } from './use-dialog-focus.ts';
import { useMeasuredTexts } from './use-measured-texts.ts';
import { useShownTheme } from './use-shown-theme.ts';
import { useThumbnails } from './use-thumbnails.ts';

interface CanvasProps extends Omit<SurfaceProps, 'fallback' | 'url'> {
  readonly uploads: Uploads | null;
  readonly readOnly: boolean;
}

const OPTIONS = {
  canvasActions: {
    // It would be this window's alone.
    changeViewBackgroundColor: false,
    // They would put a file in the place of everything that is there, and keep writing into it.
    loadScene: false,
    saveToActiveFile: false,
    toggleTheme: false,
  },
} as const;

const initialData = () => ({ libraryItems: keptLibrary() });

/** Excalidraw, bound to the board's document, with what cowrite adds to it. */
export const Canvas = ({
  connection,
  uploads,
  readOnly,
  title = '',
  handle,
  discussion = null,
  threadLink,
  linkedThread: linked = null,
  isThumbnailStale = false,
  onThumbnail,
  ...look
}: CanvasProps) => {
  const { t, i18n } = useTranslation();
  const [api, setApi] = useState<ExcalidrawImperativeAPI | null>(null);
  const binding = useBinding({ api, connection, readOnly });
  const images = useImages({ api, connection, uploads, readOnly });
  const container = useRef<HTMLElement>(null);
  const ownsPage = look.ownsPage === true;
  const notes = useNotes({ api, container, readOnly, ownsPage });
  const comments = useBoardComments({ api, binding, connection, discussion, container, linked, ownsPage });
  const exchange = useExchange({ api, images, title });
  useDroppedFiles({ container, exchange, readOnly });
  useDialogFocus(container);
  const bring = useBring({ connection, binding });
  useMeasuredTexts({ api, connection, readOnly });
  useThumbnails({ api, binding, connection, images, readOnly, isStale: isThumbnailStale, onThumbnail });
  usePeopleNews(connection.awareness);
  const theme = useShownTheme(look.theme ?? 'system');

  const label = title === '' ? t('board.label') : t('board.labelNamed', { title });

  useImperativeHandle(handle, () => exchange, [exchange]);

  return (
    <>
      <section ref={container} className={styles.canvas} aria-label={label}>
        {EXCALIDRAW_STYLES !== null && (
          <link rel="stylesheet" href={EXCALIDRAW_STYLES} precedence="cowrite" crossOrigin="anonymous" />
        )}
        <Excalidraw
          excalidrawAPI={setApi}
          initialData={initialData}
          isCollaborating
          viewModeEnabled={readOnly}
          theme={theme}
          langCode={i18n.language}
          name={title || t('home.untitled')}
          handleKeyboardGlobally={ownsPage}
          autoFocus={ownsPage}
          aiEnabled={false}
          // What is embedded would be asked of other hosts.
          validateEmbeddable={false}
          UIOptions={OPTIONS}
          generateIdForFile={images.idFor}
          onLibraryChange={keepLibrary}
          {...(binding && { onPointerUpdate: binding.onPointerUpdate })}
          renderTopRightUI={(isMobile) => {
            const name = <MenuName container={container} />;
            if (readOnly) return name;
            const all = (
              <div className={cx(tools.tools, isMobile && tools.floating)}>
                {name}
                <BringButton onBring={bring} />
                {comments?.mayBegin && <CommentButton comments={comments} />}
                <NoteTools notes={notes} />
              </div>
            );
            // On a phone there is no room for them beside Excalidraw's.
            return isMobile && container.current ? createPortal(all, container.current) : all;
          }}
        >
          <BoardMenu exchange={exchange} readOnly={readOnly} />
        </Excalidraw>
        {binding && <FollowBanner awareness={connection.awareness} binding={binding} container={container} />}
        {api && binding && <Writers api={api} binding={binding} />}
        {comments && <CommentLayer comments={comments} container={container} />}
        {comments?.mayBegin && readOnly && (
          <div className={layer.corner}>
            <CommentButton comments={comments} />
          </div>
        )}
      </section>
      {comments && (
        // Outside of what the canvas' keys act on.
        // biome-ignore lint/a11y/noStaticElementInteractions: it takes part in nothing, and keeps keys from the canvas.
        <div className={styles.panel} onKeyDown={(event) => event.stopPropagation()}>
          <DiscussionPanel
            discussion={comments.discussion}
            connection={connection}
            places={comments.places}
            link={threadLink}
            onLeave={() => container.current?.querySelector<HTMLElement>('.excalidraw')?.focus({ preventScroll: true })}
          />
        </div>
      )}
    </>
  );
};
