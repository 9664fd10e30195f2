import type { TFunction } from 'i18next';
import { CloudOff, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../client/index.ts';
import { useObservable, useSelected } from '../document/index.ts';
import { closedSentence } from '../panels/saved/closed-sentence.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Notice } from '../ui/Notice.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import styles from './EmbeddedEditor.module.css';

interface ObstacleProps {
  readonly connection: Connection;
  readonly waiting: ReactNode;
}

/** What stands in the place of a document that can't be shown, and what to do about it. */
export const Obstacle = ({ connection, waiting }: ObstacleProps) => {
  const { t } = useTranslation();
  const status = useObservable(connection.status);
  const isOffline = useSelected(connection.saved, ({ state }) => state === 'offline');
  if (status.state === 'closed') {
    return (
      <Notice
        role="alert"
        icon={<TriangleAlert size={24} />}
        title={t('embedding.closed')}
        hint={t(closedSentence(status.code))}
      >
        <Button onClick={() => connection.reconnect()}>{t('app.retry')}</Button>
      </Notice>
    );
  }
  if (isOffline) {
    return (
      <Notice role="status" icon={<CloudOff size={24} />} title={t('page.goneTitle')} hint={t('page.goneHint')}>
        <Button onClick={() => connection.reconnect()}>{t('app.retry')}</Button>
      </Notice>
    );
  }
  return waiting;
};

/** In the place of a document that no service can have. */
export const ImpossibleId = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  return (
    <Notice
      role="alert"
      icon={<TriangleAlert size={24} />}
      title={t('embedding.closed')}
      hint={t('embedding.impossibleId', { id })}
    />
  );
};

/** What is wrong while there is something to show. */
export const Banner = ({ connection }: { readonly connection: Connection }) => {
  const { t } = useTranslation();
  const trouble = useSelected(connection.saved, (saved) =>
    saved.state === 'refused' || saved.state === 'offline' ? saved : null,
  );
  if (trouble === null) return null;
  const isLossy = trouble.changes > 0 && !trouble.kept;
  const isRefused = trouble.state === 'refused';
  const Icon = isRefused ? TriangleAlert : CloudOff;
  return (
    <div className={cx(styles.banner, (isRefused || isLossy) && styles.danger)} part="banner" data-print="no">
      <Icon size={17} aria-hidden />
      <span className={styles.words}>
        {isRefused
          ? `${t(closedSentence(trouble.code))} ${refusedFate(t, trouble)}`
          : t(isLossy ? 'banner.unkept' : 'banner.offline')}
      </span>
      <Button onClick={() => connection.reconnect()}>{t('app.retry')}</Button>
    </div>
  );
};

const refusedFate = (t: TFunction, { changes, kept }: { readonly changes: number; readonly kept: boolean }): string => {
  if (changes === 0) return '';
  return kept ? t('closed.kept', { count: changes }) : t('banner.refusedUnkept');
};

const LINES = ['94%', '88%', '91%', '42%'];

export const Waiting = () => {
  const { t } = useTranslation();
  return (
    <div className={styles.waiting} role="status" aria-label={t('app.loading')}>
      {LINES.map((width) => (
        <Skeleton key={width} width={width} height="15px" />
      ))}
    </div>
  );
};
