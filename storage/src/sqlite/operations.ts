import type { CommentStore } from '../comment-store.ts';
import { DocumentCorruptError, type NewDocument, type NewSnapshot } from '../document-store.ts';
import type { Access } from './access.ts';
import type { Background } from './background.ts';
import { isDamage } from './driver.ts';
import type { Library } from './library.ts';
import { packLog } from './packed-log.ts';
import type { People } from './people.ts';
import type { Programs } from './programs.ts';
import type { Immediate, Operations, PackedDocument } from './thread-messages.ts';
import type { Thumbnails } from './thumbnails.ts';
import type { Trails } from './trails.ts';
import type { Tables, Updates } from './updates.ts';
import type { Versions } from './versions.ts';

interface Parts {
  readonly tables: Tables;
  readonly access: Access;
  readonly thumbnails: Thumbnails;
  readonly comments: Immediate<CommentStore>;
  readonly library: Library;
  readonly updates: Updates;
  readonly background: Background;
  readonly versions: Versions;
  readonly trails: Trails;
  readonly people: People;
  readonly programs: Programs;
}

/** What the thread answers to calls, on an open file. */
export function createOperations(all: Parts): Operations {
  const { tables, access, thumbnails, comments, library, updates, background, versions, trails, people, programs } =
    all;
  const { connection, documents, log, parts, large, snapshots, owners } = tables;
  const probe = connection.db.prepare<[number]>('insert or replace into probe (key, at) values (1, ?)');

  function create({ id, kind, title, update, user, claimed = [] }: NewDocument) {
    documents.expectNone(id);
    return updates.transact((now, places) => {
      const key = documents.insert(id, kind, title, now);
      const first = { documentId: id, user: user ?? null, claimed, generation: 0 };
      if (update) updates.begin(key, { ...first, update }, now, places);
      return documents.meta(documents.existing(id));
    });
  }

  function load(id: string): PackedDocument | null {
    try {
      const row = documents.row(id);
      if (!row) return null;
      const snapshot = snapshots.read(id, row.key);
      const rows = updates.after(id, row.key, snapshot?.seq ?? 0);
      updates.setDamaged(id, false);
      return { meta: documents.meta(row), snapshot, log: packLog(rows), owners: owners.read(row.key) };
    } catch (error) {
      if (error instanceof DocumentCorruptError || isDamage(error)) updates.setDamaged(id, true);
      if (isDamage(error)) throw new DocumentCorruptError(`Document ${id} is on a damaged page.`, { cause: error });
      throw error;
    }
  }

  function tail(id: string, after: number) {
    const row = documents.row(id);
    if (!row || snapshots.seq(row.key) > after || updates.lastSeq(row.key) < after) return null;
    return packLog(updates.after(id, row.key, after));
  }

  function untrailed(id: string) {
    const row = documents.row(id);
    if (!row) return null;
    const seq = trails.lastSeq(row.key);
    return { seq, log: packLog(updates.after(id, row.key, Math.max(seq, snapshots.seq(row.key)))) };
  }

  /** One job after the other: a piece that one writes is never taken for unused by the next. */
  async function inBackground<T>(job: () => Promise<T>): Promise<T> {
    try {
      return await background.run(job);
    } finally {
      background.noteCommit();
    }
  }

  async function compact(id: string, snapshot: NewSnapshot, replaces: number) {
    const { key } = check();
    if (snapshots.seq(key) !== replaces) return false;
    const draft = await snapshots.draft(snapshot.state, background.pause);
    try {
      return connection.write(() => {
        check();
        if (snapshots.seq(key) !== replaces) return false;
        snapshots.put(key, snapshot, draft);
        log.deleteThrough(key, snapshot.seq);
        large.deleteThrough(key, snapshot.seq);
        return true;
      });
    } finally {
      if (draft) parts.release(draft);
    }

    function check() {
      const row = documents.existing(id);
      if (updates.isDamaged(id)) throw new DocumentCorruptError(`Document ${id} can't be read, so it isn't compacted.`);
      if (snapshot.seq < replaces || snapshot.seq > updates.lastSeq(row.key)) {
        throw new RangeError(`Document ${id} has no update ${snapshot.seq} to compact through.`);
      }
      return row;
    }
  }

  return {
    create,
    find: (id) => documents.find(id),
    list: (query) => documents.list(query),
    rename: (id, title) => documents.rename(id, title),
    trash(id) {
      updates.forget(id);
      return documents.setDeleted(id, Date.now());
    },
    restore(id) {
      updates.forget(id);
      return documents.setDeleted(id, null);
    },
    load,
    tail,
    lastSeqs(ids) {
      const rows = ids.map((id) => documents.row(id)).filter((row) => row !== undefined);
      return new Map(rows.map((row) => [row.id, row.deleted_at === null ? updates.lastSeq(row.key) : null]));
    },
    clientOwners(id) {
      const row = documents.row(id);
      return row ? owners.read(row.key) : null;
    },
    claimClients: (claims) => updates.claim(claims),
    addLink: (link) => access.addLink(link),
    findLink: (id) => access.findLink(id),
    listLinks: (documentId) => access.listLinks(documentId),
    changeLink: (id, change) => access.changeLink(id, change),
    findMember: (documentId, user) => access.findMember(documentId, user),
    setMember: (documentId, user, role) => access.setMember(documentId, user, role),
    setTags: (documentId, tags) => library.setTags(documentId, tags),
    setTemplate: (documentId, isTemplate) => library.setTemplate(documentId, isTemplate),
    setFavourite: (documentId, user, isFavourite) => library.setFavourite(documentId, user, isFavourite),
    noteVisit: (documentId, user, at) => library.noteVisit(documentId, user, at),
    marks: (documentIds, user) => library.marks(documentIds, user),
    tags: () => library.tags(),
    shelf: (shelf, page) => library.shelf(shelf, page),
    addVersion: (version) => inBackground(() => versions.add(version, background.pause)),
    findVersion: (documentId, id) => versions.find(documentId, id),
    newestVersion: (documentId) => versions.newest(documentId),
    listVersions: (documentId, query) => versions.list(documentId, query ?? {}),
    loadVersion: (documentId, id) => versions.load(documentId, id),
    nameVersion: (documentId, id, name) => versions.name(documentId, id, name),
    removeVersions: (documentId, ids) => inBackground(() => versions.remove(documentId, ids, background.pause)),
    versionAssets: (documentId) => versions.assets(documentId),
    untrailed,
    addTrail: (documentId, trail) => trails.add(documentId, trail),
    trails: (documentId, after, through) => trails.between(documentId, after, through),
    notePeople: (noted) => people.note(noted),
    findPeople: (ids) => people.find(ids),
    putThumbnail: (documentId, thumbnail) => thumbnails.put(documentId, thumbnail),
    findThumbnail: (documentId) => thumbnails.find(documentId),
    ...comments,
    addKey: (key) => programs.addKey(key),
    findKey: (id) => programs.findKey(id),
    listKeys: () => programs.listKeys(),
    revokeKey: (id) => programs.revokeKey(id),
    beginAnswer: (asked, forgetBefore) => programs.beginAnswer(asked, forgetBefore),
    finishAnswer: (owner, id, answer) => programs.finishAnswer(owner, id, answer),
    dropAnswer: (owner, id) => programs.dropAnswer(owner, id),
    setValues: (values) => programs.setValues(values),
    listValues: (documentId) => programs.listValues(documentId),
    documentsWithValues: () => programs.documentsWithValues(),
    removeValue: (documentId, name) => programs.removeValue(documentId, name),
    async compact(id, snapshot, replaces) {
      try {
        return await background.run(() => compact(id, snapshot, replaces));
      } finally {
        background.noteCommit();
        background.tidy();
      }
    },
    writePart: (generation, bytes) => large.write(generation, bytes),
    probe: () => connection.write(() => void probe.run(Date.now())),
    async close() {
      await background.close();
      connection.close();
    },
  };
}
