import '../../embed/embed.css';
import '../page/print.css';
import { useEffect, useState } from 'react';
import { CollabEditor } from '../../embed/EmbeddedEditor.tsx';
import { LANGUAGES, type Language } from '../../ui/i18n/index.ts';
import type { Theme } from '../../ui/theme.ts';
import { serviceUrl } from '../address.ts';
import { transportHere } from '../transport.ts';
import styles from './EmbedPage.module.css';
import { tellHost } from './host-page.ts';
import { useEmbedToken } from './use-embed-token.ts';

interface Look {
  readonly theme: Theme;
  readonly language: Language | undefined;
  readonly readOnly: boolean;
  readonly header: boolean;
  readonly toolbar: boolean;
}

/**
 * A document for the frame of somebody else's page: `/embed/:id#token=…`, or with a token that the page around it hands
 * in when it is asked. `?theme=`, `?language=`, `?readonly`, `?header=no`, `?toolbar=no` say how it looks.
 */
export const EmbedPage = ({ id }: { readonly id: string }) => {
  const [look] = useState(readLook);
  const entry = useEmbedToken(id);
  usePageTheme(look.theme);
  useHeight();
  if (entry.state === 'asking') return null;
  return (
    <main className={styles.page}>
      <CollabEditor
        url={serviceUrl}
        documentId={id}
        token={entry.token}
        transport={transportHere()}
        {...look}
        onReady={({ documentId }) => tellHost('ready', { documentId })}
        onSaved={(saved) => tellHost('saved', { saved })}
        onStatus={(status) => tellHost('status', { status })}
        onRole={(role) => tellHost('role', { role })}
      />
    </main>
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

/** Tells how high the content is, for a page that makes its frame as high. */
const useHeight = (): void =>
  useEffect(() => {
    const observer = new ResizeObserver(() => tellHost('height', { height: document.documentElement.offsetHeight }));
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
