import '../../embed/embed.css';
import '../page/print.css';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { EmbeddedListeners } from '../../embed/embedding.ts';
import { LANGUAGES, type Language } from '../../ui/i18n/languages.ts';
import type { Theme } from '../../ui/theme.ts';
import { serviceUrl } from '../address.ts';
import { transportHere } from '../transport.ts';
import styles from './EmbedPage.module.css';
import { tellHost } from './host-page.ts';
import { useEmbedToken } from './use-embed-token.ts';
import { useEmbeddedKind } from './use-embedded-kind.ts';

const CollabEditor = lazy(() =>
  import('../../embed/EmbeddedEditor.tsx').then(({ CollabEditor }) => ({ default: CollabEditor })),
);
const CollabBoard = lazy(() =>
  import('../../embed/EmbeddedBoard.tsx').then(({ CollabBoard }) => ({ default: CollabBoard })),
);

interface Look {
  readonly theme: Theme;
  readonly language: Language | undefined;
  readonly readOnly: boolean;
  readonly header: boolean;
  readonly toolbar: boolean;
}

const LISTENERS: EmbeddedListeners = {
  onReady: ({ documentId }) => tellHost('ready', { documentId }),
  onSaved: (saved) => tellHost('saved', { saved }),
  onStatus: (status) => tellHost('status', { status }),
  onRole: (role) => tellHost('role', { role }),
};

/**
 * A document or a board for the frame of somebody else's page: `/embed/:id#token=…`, or with a token that the page around
 * it hands in when it is asked. `?theme=`, `?language=`, `?readonly`, `?header=no`, `?toolbar=no` say how it looks,
 * `?kind=board` what is made where there is nothing yet.
 */
export const EmbedPage = ({ id }: { readonly id: string }) => {
  const [look] = useState(readLook);
  const entry = useEmbedToken(id);
  const kind = useEmbeddedKind(id, entry);
  usePageTheme(look.theme);
  if (entry.state === 'asking' || kind === null) return null;
  const { toolbar, ...common } = { ...look, ...LISTENERS, transport: transportHere(), token: entry.token };
  const target = { url: serviceUrl, documentId: id };
  return (
    <Suspense fallback={null}>
      {kind === 'board' ? (
        <main className={styles.board}>
          <CollabBoard {...target} {...common} className={styles.fill} ownsPage />
        </main>
      ) : (
        <main className={styles.page}>
          <HeightTold />
          <CollabEditor {...target} {...common} toolbar={toolbar} />
        </main>
      )}
    </Suspense>
  );
};

const readLook = (): Look => {
  const query = new URLSearchParams(location.search);
  const theme = query.get('theme');
  const language = query.get('language');
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    language: language !== null && language in LANGUAGES ? (language as Language) : undefined,
    readOnly: query.has('readonly'),
    header: query.get('header') !== 'no',
    toolbar: query.get('toolbar') !== 'no',
  };
};

/** The page is the host's to colour: what this browser remembers for the app's own pages counts for nothing here. */
const usePageTheme = (theme: Theme): void =>
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);

/** Tells how high the content is, for a page that makes its frame as high. A board is as high as its frame. */
const HeightTold = (): null => {
  useEffect(() => {
    const observer = new ResizeObserver(() => tellHost('height', { height: document.documentElement.offsetHeight }));
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  return null;
};
