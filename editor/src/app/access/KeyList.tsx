import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { type ApiKeySummary, api, type KeyScope } from '../api.ts';
import styles from './ApiKeys.module.css';
import { useKeyChange, useKeys } from './keys.ts';
import shared from './Share.module.css';

/** The keys there are. One that is revoked opens nothing from then on, and whoever is connected with it is out. */
export const KeyList = () => {
  const { t } = useTranslation();
  const keys = useKeys();
  if (keys.data === undefined) {
    if (!keys.isError) return <p className={shared.hint}>{t('app.loading')}</p>;
    return (
      <div role="alert" className={styles.failed}>
        <p className={shared.problem}>{keys.error.message}</p>
        <Button onClick={() => void keys.refetch()}>{t('app.retry')}</Button>
      </div>
    );
  }
  if (keys.data.length === 0) return <p className={shared.hint}>{t('keys.none')}</p>;
  return (
    <ul className={shared.list} aria-label={t('keys.list')}>
      {keys.data.map((key) => (
        <KeyRow key={key.id} apiKey={key} />
      ))}
    </ul>
  );
};

const KeyRow = ({ apiKey }: { readonly apiKey: ApiKeySummary }) => {
  const { t, i18n } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const { label, scopes, documents } = apiKey;
  const may = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(
    scopes.map((scope) => t(`keys.${scope as KeyScope}`)),
  );
  return (
    <li className={styles.row}>
      <div className={styles.key}>
        <div className={shared.about}>
          <div className={shared.name}>{label}</div>
          <div className={shared.details}>
            {may} · {documents === '*' ? t('keys.all') : documents} · {useEnd(apiKey)}
          </div>
        </div>
        {!isAsking && (
          <IconButton label={t('keys.revoke', { label })} onClick={() => setAsking(true)}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      {isAsking && <Revocation apiKey={apiKey} onKeep={() => setAsking(false)} />}
    </li>
  );
};

/** When it ends, in words. */
const useEnd = ({ expiresAt }: ApiKeySummary): string => {
  const { t, i18n } = useTranslation();
  if (expiresAt === null) return t('share.forGood');
  const end = new Date(expiresAt);
  const date = end.toLocaleDateString(i18n.language);
  return t(end.getTime() <= Date.now() ? 'keys.over' : 'share.until', { date });
};

/** Asks once more: what a program can't open any longer is found out later, and elsewhere. */
const Revocation = ({ apiKey, onKeep }: { readonly apiKey: ApiKeySummary; readonly onKeep: () => void }) => {
  const { t } = useTranslation();
  const toast = useToast();
  const revocation = useKeyChange(() => api.revokeKey(apiKey.id));
  return (
    <div className={styles.asking}>
      <p>{t('keys.revokeHint')}</p>
      <div className={styles.ways}>
        <Button
          className={styles.danger}
          disabled={revocation.isPending}
          onClick={() =>
            revocation.mutate(undefined, {
              onSuccess: () => toast({ text: t('keys.revoked', { label: apiKey.label }) }),
              onError: (error) => toast({ tone: 'danger', text: error.message }),
            })
          }
        >
          {t('keys.revokeNow')}
        </Button>
        <Button onClick={onKeep}>{t('keys.keep')}</Button>
      </div>
    </div>
  );
};
