import { Copy, Lock, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type LinkSummary, ROLES, type Role } from '../../protocol/index.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { api } from '../api.ts';
import { copyText } from '../copy.ts';
import { linkAddress, useLinkChange, useLinks } from './links.ts';
import styles from './Share.module.css';

/** The links there are. What is changed or revoked takes effect at once, for whoever is in the document too. */
export const ShareLinks = ({ documentId }: { readonly documentId: string }) => {
  const { t } = useTranslation();
  const links = useLinks(documentId);
  if (links.data === undefined) {
    return links.isError ? <p role="alert">{links.error.message}</p> : <p>{t('app.loading')}</p>;
  }
  if (links.data.links.length === 0) return <p className={styles.hint}>{t('share.none')}</p>;
  return (
    <ul className={styles.list} aria-label={t('share.links')}>
      {links.data.links.map((link) => (
        <SharedLink key={link.id} documentId={documentId} link={link} />
      ))}
    </ul>
  );
};

const SharedLink = ({ documentId, link }: { readonly documentId: string; readonly link: LinkSummary }) => {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const onError = (error: Error): void => toast({ tone: 'danger', text: error.message });
  const change = useLinkChange(documentId, (role: Role) => api.changeLink(documentId, link.id, { role }));
  const revocation = useLinkChange(documentId, () => api.revokeLink(documentId, link.id));
  const made = new Date(link.createdAt).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' });
  const name = link.label || t('share.unnamed', { date: made });
  const end = link.expiresAt === null ? null : new Date(link.expiresAt).toLocaleDateString(i18n.language);
  return (
    <li className={styles.link}>
      <div className={styles.about}>
        <div className={styles.name}>{name}</div>
        <div className={styles.details}>
          {link.hasPassword && <Lock size={12} role="img" aria-label={t('share.withPassword')} />}{' '}
          {end === null ? t('share.forGood') : t('share.until', { date: end })}
        </div>
      </div>
      <select
        className={styles.role}
        aria-label={t('share.roleOf', { name })}
        value={link.role}
        disabled={change.isPending}
        onChange={(event) => change.mutate(event.target.value as Role, { onError })}
      >
        {ROLES.map((each) => (
          <option key={each} value={each}>
            {t(`share.${each}`)}
          </option>
        ))}
      </select>
      <IconButton
        label={t('share.copy', { name })}
        onClick={async () => {
          if (await copyText(linkAddress(link.id))) toast({ text: t('page.linkCopied') });
        }}
      >
        <Copy size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={t('share.revoke', { name })}
        disabled={revocation.isPending}
        onClick={() => revocation.mutate(undefined, { onError, onSuccess: () => toast({ text: t('share.revoked') }) })}
      >
        <Trash2 size={16} aria-hidden />
      </IconButton>
    </li>
  );
};
