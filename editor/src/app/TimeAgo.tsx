import { useTranslation } from 'react-i18next';
import { relativeTime } from '../ui/relative-time.ts';

interface TimeAgoProps {
  /** ISO 8601. */
  readonly time: string;
  readonly now: Date;
}

/** "5 minutes ago", with the exact time on hover. */
export const TimeAgo = ({ time, now }: TimeAgoProps) => {
  const { t, i18n } = useTranslation();
  const date = new Date(time);
  return (
    <time dateTime={time} title={date.toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })}>
      {relativeTime(date, now, i18n.language) ?? t('time.now')}
    </time>
  );
};
