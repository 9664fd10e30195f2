import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './IconButton.tsx';
import styles from './ProgressCard.module.css';

interface ProgressCardProps {
  /** What is being done. */
  readonly label: string;
  /** From 0 to 1; null where nobody can tell. */
  readonly part: number | null;
  onCancel(): void;
}

/** Something that takes its time, with how far it is and a way to stop it. */
export const ProgressCard = ({ label, part, onCancel }: ProgressCardProps) => {
  const { t } = useTranslation();
  return (
    <div className={styles.card}>
      <div className={styles.words}>
        <span className={styles.label}>{label}</span>
        {part !== null && <span className={styles.percent}>{Math.round(part * 100)} %</span>}
      </div>
      <progress className={styles.bar} aria-label={label} {...(part === null ? {} : { value: part, max: 1 })} />
      <IconButton className={styles.cancel} label={t('exchange.cancel', { label })} onClick={onCancel}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
};

/** Where such cards stand, above the page. */
export const ProgressStack = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <section className={styles.stack} aria-label={label}>
    {children}
  </section>
);
