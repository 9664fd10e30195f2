import { CloudOff, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Loading } from '../../client/discussion/index.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Discussion.module.css';

/** Why what is shown may not be all there is. */
export const LoadingState = ({ loading, onRetry }: { readonly loading: Loading; onRetry(): void }) => {
  const { t } = useTranslation();
  if (loading.state === 'ready') return null;
  if (loading.state === 'loading') {
    return (
      <p className={styles.notice} role="status">
        {t('app.loading')}
      </p>
    );
  }
  const Icon = loading.state === 'unreachable' ? CloudOff : TriangleAlert;
  return (
    <div className={styles.notice} role="status">
      <Icon size={15} aria-hidden />
      <span>
        {loading.state === 'unreachable'
          ? t('comments.unreachable')
          : t('comments.refused', { reason: loading.reason })}
      </span>
      <Button look="quiet" onClick={onRetry}>
        {t('app.retry')}
      </Button>
    </div>
  );
};
