import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** In the place of a version that can't be had. */
export const ViewFailed = ({ hint, onRetry }: { readonly hint: string; onRetry(): void }) => {
  const { t } = useTranslation();
  return (
    <Notice role="alert" icon={<TriangleAlert size={24} />} title={t('history.viewFailed')} hint={hint}>
      <Button look="primary" onClick={onRetry}>
        {t('app.retry')}
      </Button>
    </Notice>
  );
};
