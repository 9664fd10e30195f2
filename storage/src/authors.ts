import type { Author, Authors } from './version-store.ts';

/** Who wrote in any of these trails that end after one seq and no later than another; each once, who wrote most first. */
export function authorsBetween(
  trails: readonly { readonly seq: number; readonly authors: Authors }[],
  after: number,
  through: number,
): Author[] {
  const all = new Map<string | null, Author>();
  const between = trails.filter(({ seq }) => seq > after && seq <= through);
  for (const { user, inserted, deleted } of between.flatMap(({ authors }) => authors)) {
    const before = all.get(user);
    all.set(user, {
      user,
      inserted: inserted + (before?.inserted ?? 0),
      deleted: deleted + (before?.deleted ?? 0),
    });
  }
  return [...all.values()].sort((a, b) => b.inserted + b.deleted - a.inserted - a.deleted);
}
