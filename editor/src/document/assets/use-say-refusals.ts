import { useTranslation } from 'react-i18next';
import { useToast } from '../../ui/Toasts.tsx';
import type { Refusal } from './chosen-files.ts';
import { useFileSize } from './use-file-size.ts';

/** Says of each file that wasn't taken why. */
export const useSayRefusals = (): ((refusals: readonly Refusal[]) => void) => {
  const { t } = useTranslation();
  const toast = useToast();
  const size = useFileSize();
  return (refusals) => {
    for (const refusal of refusals) {
      const { name } = refusal;
      const text =
        refusal.why === 'tooLarge'
          ? t('assets.tooLarge', { name, size: size(refusal.maxSize) })
          : t(`assets.${refusal.why}`, { name });
      toast({ tone: 'danger', text });
    }
  };
};
