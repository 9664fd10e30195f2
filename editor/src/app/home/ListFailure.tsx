import { CloudOff, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { UnreachableError } from '../api.ts';

interface ListFailureProps {
  readonly list: {
    readonly error: Error | null;
    readonly isFetching: boolean;
    refetch(): unknown;
  };
}

/** In the place of a list that didn't come. */
export const ListFailure = ({ list: { error, isFetching, refetch } }: ListFailureProps) => {
  const { t } = useTranslation();
  const gone = error instanceof UnreachableError;
  return (
    <Notice
      role="alert"
      icon={gone ? <CloudOff size={24} /> : <TriangleAlert size={24} />}
      title={gone ? t('home.goneTitle') : t('home.errorTitle')}
      hint={gone ? t('home.goneHint') : (error?.message ?? '')}
    >
      <Button disabled={isFetching} onClick={() => void refetch()}>
        {t('app.retry')}
      </Button>
    </Notice>
  );
};
