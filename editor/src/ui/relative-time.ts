const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[];

/**
 * "3 minutes ago", in the language; null within the last minute, which each language says its own way.
 * A time ahead of this clock counts as now.
 */
export const relativeTime = (time: Date, now: Date, language: string): string | null => {
  const seconds = (now.getTime() - time.getTime()) / 1_000;
  const unit = UNITS.find(([, length]) => seconds >= length);
  if (unit === undefined) return null;
  const [name, length] = unit;
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-Math.floor(seconds / length), name);
};

export type TimeGroup = 'today' | 'yesterday' | 'week' | 'month' | 'older';

const startOfDay = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** Which heading of a list a time falls under, by the calendar of this clock. */
export const timeGroup = (time: Date, now: Date): TimeGroup => {
  // Rounded: a day with a change of clocks has 23 or 25 hours.
  const days = Math.round((startOfDay(now) - startOfDay(time)) / 86_400_000);
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days <= 7) return 'week';
  if (days <= 30) return 'month';
  return 'older';
};
