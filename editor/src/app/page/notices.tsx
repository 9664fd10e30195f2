import { CloudOff, FileCode2, FileQuestion, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentSummary } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { serviceUrl } from '../address.ts';
import { copyText } from '../copy.ts';
import { HomeLink } from '../HomeLink.tsx';
import { useRestoreDocument } from '../queries.ts';
import styles from './notices.module.css';

/** No document by this address. */
export const NotFoundNotice = () => {
  const { t } = useTranslation();
  return (
    <main>
      <Notice level={1} icon={<FileQuestion size={24} />} title={t('page.notFoundTitle')} hint={t('page.notFoundHint')}>
        <HomeLink look="primary" />
      </Notice>
    </main>
  );
};

/** In the trash; a press brings it back and opens it. */
export const DeletedNotice = ({ document }: { readonly document: DocumentSummary }) => {
  const { t } = useTranslation();
  const toast = useToast();
  const restore = useRestoreDocument();
  const title = document.title || t('home.untitled');
  return (
    <main>
      <Notice
        level={1}
        icon={<Trash2 size={24} />}
        title={t('page.deletedTitle', { title })}
        hint={t('page.deletedHint')}
      >
        <Button
          look="primary"
          disabled={restore.isPending}
          onClick={() =>
            restore.mutate(document.id, {
              onError: (error) =>
                toast({ tone: 'danger', text: `${t('home.restoreFailed', { title })} ${error.message}` }),
            })
          }
        >
          <RotateCcw size={16} aria-hidden />
          {t('page.restore')}
        </Button>
        <HomeLink />
      </Notice>
    </main>
  );
};

/** Made by an editor that isn't here; says how to reach it. */
export const ForeignNotice = ({ document }: { readonly document: DocumentSummary }) => {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const url = `${serviceUrl.replace(/^http/, 'ws')}sync`;
  return (
    <main>
      <Notice
        level={1}
        icon={<FileCode2 size={24} />}
        title={t('page.foreignTitle', { title: document.title || document.id })}
        hint={t('page.foreignHint')}
      >
        <dl className={styles.address}>
          <dt>{t('page.foreignUrl')}</dt>
          <dd>
            <code>{url}</code>
          </dd>
          <dt>{t('page.foreignDocument')}</dt>
          <dd>
            <code>{document.id}</code>
          </dd>
        </dl>
        <Button onClick={async () => setCopied(await copyText(`${url}/${document.id}`))}>
          {copied ? t('page.copied') : t('page.copy')}
        </Button>
        <HomeLink />
      </Notice>
    </main>
  );
};

/** Neither the server nor this device has anything to show. */
export const GoneNotice = () => {
  const { t } = useTranslation();
  return (
    <Notice level={1} role="status" icon={<CloudOff size={24} />} title={t('page.goneTitle')} hint={t('page.goneHint')}>
      <HomeLink />
    </Notice>
  );
};
