import { useTranslation } from 'react-i18next';
import { ProgressCard, ProgressStack } from '../../ui/ProgressCard.tsx';
import type { Exports } from './use-exports.ts';

export const ExportProgress = ({ exports: { name, cancel } }: { readonly exports: Exports }) => {
  const { t } = useTranslation();
  if (name === null) return null;
  const label = t('exchange.exporting', { name });
  return (
    <ProgressStack label={t('exchange.export')}>
      <ProgressCard label={label} part={null} onCancel={cancel} />
    </ProgressStack>
  );
};
