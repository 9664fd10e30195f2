import { useTranslation } from 'react-i18next';
import { SelectField } from './Field.tsx';

const DAY = 24 * 60 * 60 * 1000;

interface LastsFieldProps {
  /** Days to choose from; 0 is for good. */
  readonly lives: readonly number[];
  readonly days: number;
  onChange(days: number): void;
}

/** Chooses how long something opens what it opens. */
export const LastsField = ({ lives, days, onChange }: LastsFieldProps) => {
  const { t } = useTranslation();
  return (
    <SelectField label={t('share.lasts')} value={days} onChange={(event) => onChange(Number(event.target.value))}>
      {lives.map((each) => (
        <option key={each} value={each}>
          {each === 0 ? t('share.forGood') : t('share.days', { count: each })}
        </option>
      ))}
    </SelectField>
  );
};

/** When that is over, as the API takes it: null for never. */
export const endAfter = (days: number): string | null =>
  days === 0 ? null : new Date(Date.now() + days * DAY).toISOString();
