import type { Author, Authors } from './version-store.ts';

/** Who wrote in any of these, each once, who wrote most first. */
export function authorsTogether(parts: readonly { readonly authors: Authors }[]): Author[] {
  const all = new Map<string | null, Author>();
  for (const { user, inserted, deleted } of parts.flatMap(({ authors }) => authors)) {
    const before = all.get(user);
    all.set(user, {
      user,
      inserted: inserted + (before?.inserted ?? 0),
      deleted: deleted + (before?.deleted ?? 0),
    });
  }
  return [...all.values()].sort((a, b) => b.inserted + b.deleted - a.inserted - a.deleted);
}
