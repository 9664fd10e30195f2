import { Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearch } from 'wouter';
import { IconLink } from '../IconLink.tsx';
import { viewIn } from '../library/shelves.ts';
import { SettingsMenu } from '../SettingsMenu.tsx';
import { useDocumentTitle } from '../use-document-title.ts';
import { Documents } from './Documents.tsx';
import styles from './Home.module.css';
import { Trash } from './Trash.tsx';
import { Wordmark } from './Wordmark.tsx';

/** In the query, so that the server needs no further address. */
const TRASH_PATH = '/?view=trash';

export const Home = () => {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  const search = useSearch();
  const trash = new URLSearchParams(search).get('view') === 'trash';
  useDocumentTitle(trash ? t('trash.pageTitle') : t('home.pageTitle'));
  return (
    <>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {t('app.skip')}
      </button>
      <header className={styles.bar}>
        <Link href="/" className={styles.brand}>
          <Wordmark />
        </Link>
        <nav className={styles.nav}>
          {!trash && (
            <IconLink label={t('trash.link')} href={TRASH_PATH}>
              <Trash2 size={18} aria-hidden />
            </IconLink>
          )}
          <SettingsMenu />
        </nav>
      </header>
      <main ref={main} className={styles.main} tabIndex={-1}>
        {trash ? <Trash /> : <Documents view={viewIn(search)} />}
      </main>
    </>
  );
};
