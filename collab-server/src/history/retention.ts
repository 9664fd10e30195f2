import type { VersionMeta } from '@cowrite/storage';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/**
 * What is kept of automatic versions, by age: all of the last day; of the last week the last one of each hour; of the
 * last quarter the last one of each day; of what is older the last one of each week. Those with a name are kept for
 * ever. Hours and days are those of UTC, so that the rule gives the same whenever and wherever it is asked.
 */
const RULE: readonly { readonly until: number; readonly each: number }[] = [
  { until: DAY, each: 0 },
  { until: 7 * DAY, each: HOUR },
  { until: 92 * DAY, each: DAY },
  { until: Number.POSITIVE_INFINITY, each: 7 * DAY },
];

/** Which of a document's versions are to go, by the rule above. The newest never is. */
export const expiredVersions = (
  versions: readonly Pick<VersionMeta, 'id' | 'at' | 'name'>[],
  now: number,
): string[] => {
  const kept = new Set<string>();
  const newestFirst = [...versions].sort((a, b) => b.at - a.at);
  return newestFirst.flatMap(({ id, at, name }, i) => {
    if (name !== null || i === 0) return [];
    const each = RULE.find(({ until }) => now - at < until)?.each ?? 0;
    if (each === 0) return [];
    const place = `${each} ${Math.floor(at / each)}`;
    if (kept.has(place)) return [id];
    kept.add(place);
    return [];
  });
};
