import type { VersionSummary } from '../../protocol/index.ts';

export interface Day {
  /** Its date on this clock, as a key. */
  readonly key: string;
  readonly date: Date;
  readonly versions: readonly VersionSummary[];
}

/** Versions by the day on which they were written last, by the calendar of this clock; the order stays. */
export const byDay = (versions: readonly VersionSummary[]): Day[] => {
  const days: { key: string; date: Date; versions: VersionSummary[] }[] = [];
  for (const version of versions) {
    const date = new Date(version.at);
    const key = `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
    const last = days.at(-1);
    if (last?.key === key) last.versions.push(version);
    else days.push({ key, date, versions: [version] });
  }
  return days;
};
