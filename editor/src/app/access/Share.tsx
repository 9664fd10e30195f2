import { useQuery } from '@tanstack/react-query';
import { Share2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { documentLink } from '../address.ts';
import { api } from '../api.ts';
import { copyText } from '../copy.ts';
import { NewLink } from './NewLink.tsx';
import styles from './Share.module.css';
import { ShareLinks } from './ShareLinks.tsx';

/** Lets a document's owner give others a way in. */
export const Share = ({ documentId }: { readonly documentId: string }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton label={t('share.open')} onClick={() => setOpen(true)}>
        <Share2 size={18} aria-hidden />
      </IconButton>
      <Dialog open={open} title={t('share.title')} onClose={() => setOpen(false)}>
        <Ways documentId={documentId} />
      </Dialog>
    </>
  );
};

const Ways = ({ documentId }: { readonly documentId: string }) => {
  const { t } = useTranslation();
  const access = useQuery({ queryKey: ['access'], queryFn: api.access, staleTime: Number.POSITIVE_INFINITY });
  if (access.data === undefined) {
    return access.isError ? <p role="alert">{access.error.message}</p> : <p>{t('app.loading')}</p>;
  }
  if (access.data.open || !access.data.links) {
    return (
      <div className={styles.open}>
        <p className={styles.hint}>{access.data.open ? t('share.everybody') : t('share.noSecret')}</p>
        <CopyAddress address={documentLink(documentId)} />
      </div>
    );
  }
  return (
    <div className={styles.ways}>
      <NewLink documentId={documentId} />
      <ShareLinks documentId={documentId} />
    </div>
  );
};

const CopyAddress = ({ address }: { readonly address: string }) => {
  const { t } = useTranslation();
  const toast = useToast();
  return (
    <Button
      look="primary"
      onClick={async () => {
        if (await copyText(address)) toast({ text: t('page.linkCopied') });
      }}
    >
      {t('page.copyLink')}
    </Button>
  );
};
