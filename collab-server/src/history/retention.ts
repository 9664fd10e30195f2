import type { VersionMeta } from '@cowrite/storage';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/**
 * What is kept of automatic versions, by age: all of the last day; of the last week the last one of each hour; of the
 * last quarter the last one of each day; of what is older the last one of each week. Those with a name are kept for
 * ever. Hours, days and weeks are those of UTC, and one is thinned out only once all of it is old enough: so the rule
 * gives the same whenever and however often it is asked.
 */
const RULE: readonly { readonly after: number; readonly each: number }[] = [
  { after: 92 * DAY, each: 7 * DAY },
  { after: 7 * DAY, each: DAY },
  { after: DAY, each: HOUR },
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
    const { each } = RULE.find((rule) => (Math.floor(at / rule.each) + 1) * rule.each <= now - rule.after) ?? {};
    if (each === undefined) return [];
    const place = `${each} ${Math.floor(at / each)}`;
    if (kept.has(place)) return [id];
    kept.add(place);
    return [];
  });
};
