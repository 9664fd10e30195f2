import { expectPage } from '../pages.ts';
import type { VersionStore } from '../version-store.ts';
import type { Queries } from './database.ts';
import { People } from './people.ts';
import { readSince } from './stored-document.ts';
import { Trails } from './trails.ts';
import { Versions } from './versions.ts';

/** Reads a document's rows, and remembers where that found it damaged. */
type Reader = <T>(documentId: string, read: () => Promise<T>) => Promise<T>;

/** Versions, trails, and what authors are called. */
export function pastOf(queries: Queries, reading: Reader): VersionStore {
  const trails = new Trails(queries);
  const versions = new Versions(queries, trails);
  const people = new People(queries);
  return {
    addVersion: (version) => versions.add(version),
    findVersion: (documentId, id) => versions.find(documentId, id),
    newestVersion: (documentId) => versions.newest(documentId),
    listVersions: async (documentId, query = {}) => {
      expectPage(query);
      return versions.list(documentId, query);
    },
    loadVersion: (documentId, id) => versions.load(documentId, id),
    nameVersion: (documentId, id, name) => versions.name(documentId, id, name),
    removeVersions: (documentId, ids) => versions.remove(documentId, ids),
    versionAssets: (documentId) => versions.assets(documentId),
    untrailed: async (documentId) => {
      const seq = await trails.lastSeq(documentId);
      return seq === null ? null : { seq, log: await reading(documentId, () => readSince(queries, documentId, seq)) };
    },
    addTrail: (documentId, trail) => trails.add(documentId, trail),
    trails: (documentId, after, through) => trails.between(documentId, after, through),
    notePeople: (noted) => people.note(noted),
    findPeople: (ids) => people.find(ids),
  };
}
