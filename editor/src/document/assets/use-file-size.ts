import { useTranslation } from 'react-i18next';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A number of bytes in the words of the interface's language. */
export const useFileSize = (): ((bytes: number) => string) => {
  const { i18n } = useTranslation();
  return (bytes) => {
    const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
    const amount = bytes / 1024 ** step;
    const unit = UNITS[step] ?? 'byte';
    const maximumFractionDigits = step >= 2 && amount < 10 ? 1 : 0;
    return new Intl.NumberFormat(i18n.language, {
      style: 'unit',
      unit,
      unitDisplay: step === 0 ? 'long' : 'short',
      maximumFractionDigits,
    }).format(amount);
  };
};
