import { CloudOff, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../client/index.ts';
import { useObservable, useSelected } from '../../document/use-observable.ts';
import { useReadOnly } from '../../document/use-read-only.ts';
import { closedSentence } from '../../panels/saved/closed-sentence.ts';
import { CloseCode } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { useRestoreDocument } from '../queries.ts';
import styles from './ConnectionBanner.module.css';

/** What is wrong between here and the server, and what to do about it. Above the text, never over it. */
export const ConnectionBanner = ({ connection }: { readonly connection: Connection }) => {
  const { t } = useTranslation();
  const trouble = useSelected(connection.saved, (saved) =>
    saved.state === 'refused' || saved.state === 'offline' ? saved : null,
  );
  const status = useObservable(connection.status);
  const restore = useRestoreDocument();
  const hasTools = !useReadOnly(connection);

  if (trouble === null) return null;
  if (trouble.state === 'refused') {
    const { changes, kept, code } = trouble;
    const fate = kept ? t('closed.kept', { count: changes }) : t('banner.refusedUnkept');
    return (
      <Banner tone="danger" hasTools={hasTools} icon={<TriangleAlert size={17} aria-hidden />}>
        <span className={styles.text}>
          {t(closedSentence(code))} {changes > 0 && fate}
        </span>
        {code === CloseCode.deleted && (
          <Button
            disabled={restore.isPending}
            onClick={() => restore.mutate(connection.documentId, { onSuccess: () => connection.reconnect() })}
          >
            {t('closed.restore')}
          </Button>
        )}
        {code !== CloseCode.deleted && status.state === 'closed' && (
          <Button onClick={() => location.reload()}>{t('closed.reload')}</Button>
        )}
      </Banner>
    );
  }
  const lossy = trouble.changes > 0 && !trouble.kept;
  return (
    <Banner tone={lossy ? 'danger' : 'warning'} hasTools={hasTools} icon={<CloudOff size={17} aria-hidden />}>
      <span className={styles.text}>{lossy ? t('banner.unkept') : t('banner.offline')}</span>
      <Button onClick={() => connection.reconnect()}>{t('app.retry')}</Button>
    </Banner>
  );
};

interface BannerProps {
  readonly tone: 'warning' | 'danger';
  /** Whether the toolbar is there, under which it is. */
  readonly hasTools: boolean;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}

/** Not a live region: the saved state's announcement says it already. */
const Banner = ({ tone, hasTools, icon, children }: BannerProps) => (
  <div className={cx(styles.place, !hasTools && styles.bare)}>
    <div className={cx(styles.banner, styles[tone])} data-testid="connection-banner" data-connection-banner>
      {icon}
      {children}
    </div>
  </div>
);
