import { createHash, type Hash } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { type Asset, AssetSpaceError, type NewAsset } from '../../asset-store.ts';
import type { OwnFile } from '../own-file.ts';
import { type AssetOperations, type AssetThreadData, PART_SIZE } from './asset-messages.ts';
import { AssetTables } from './asset-tables.ts';

/** Bytes on their way in. Their key is a stray until they are all there, so that nothing of half an upload stays. */
interface Draft {
  readonly hash: Hash;
  parts: number;
}

interface Parts {
  readonly file: OwnFile;
  readonly settings: AssetThreadData;
  /** There are stray parts to remove, some time. */
  onStray(): void;
}

export interface AssetWork extends AssetOperations {
  /** Removes some of what nobody needs; false where there is nothing left to remove. */
  tidy(): boolean;
}

/** What the thread answers to calls, on an open file. */
export function createAssetOperations({ file, settings, onStray }: Parts): AssetWork {
  const tables = new AssetTables(file);
  const drafts = new Map<number, Draft>();

  function expectRoom(): void {
    const { bavail, bsize } = statfsSync(settings.dir);
    if (bavail * bsize < settings.reserve + PART_SIZE) {
      throw new AssetSpaceError('The disk is nearly full: what is left of it is kept for documents.');
    }
  }

  /** No sync: a draft that a power cut takes was nobody's yet, and the log it lies in is synced before it is an asset. */
  function writeUnsynced<T>(work: () => T): T {
    file.db.pragma('synchronous = NORMAL');
    try {
      return file.write(work);
    } finally {
      file.db.pragma('synchronous = FULL');
    }
  }

  function begin(): number {
    const key = file.write(() => {
      const fresh = tables.newKey();
      tables.addStray(fresh);
      return fresh;
    });
    drafts.set(key, { hash: createHash('sha256'), parts: 0 });
    return key;
  }

  function draftOf(key: number): Draft {
    const draft = drafts.get(key);
    if (!draft) throw new RangeError(`There is no draft ${key}.`);
    return draft;
  }

  function write(number: number | null, part: Uint8Array): number {
    expectRoom();
    const key = number ?? begin();
    const draft = draftOf(key);
    try {
      writeUnsynced(() => tables.insertPart(key, draft.parts, part));
    } catch (error) {
      abandon(key);
      throw error;
    }
    draft.hash.update(part);
    draft.parts++;
    return key;
  }

  function finish(number: number | null, part: Uint8Array, asset: NewAsset): Asset {
    if (part.byteLength > 0) expectRoom();
    const draft = number === null ? { hash: createHash('sha256'), parts: 0 } : draftOf(number);
    const hash = draft.hash.update(part).digest('hex');
    const size = draft.parts * PART_SIZE + part.byteLength;
    try {
      file.write(() => {
        const known = tables.keyOf(hash);
        const key = known ?? number ?? tables.newKey();
        if (known === undefined) {
          if (part.byteLength > 0) tables.insertPart(key, draft.parts, part);
          tables.insert(key, hash, size);
          if (number !== null) tables.removeStray(number);
        }
        tables.hold(asset, key, Date.now());
      });
    } finally {
      // Of bytes that were there already, or can't be stored, the draft is left to be removed.
      if (number !== null) abandon(number);
    }
    return { hash, size, name: asset.name, type: asset.type };
  }

  function abandon(key: number): void {
    drafts.delete(key);
    onStray();
  }

  return {
    write,
    finish,
    abandon,
    find: (documentId, hash) => tables.held(documentId, hash),
    part: (key, index) => tables.part(key, index),
    share: (from, to) => file.write(() => tables.share(from, to, Date.now())),
    holders: (after) => tables.holders(after),
    settle: (documentId, referred, { now, grace }) => {
      let released = 0;
      file.write(() => {
        for (const { key, hash, loose_since: since } of tables.all(documentId)) {
          if (referred.has(hash)) {
            if (since !== null) tables.setLoose(documentId, key, null);
          } else if (since === null) tables.setLoose(documentId, key, now);
          else if (since <= now - grace) {
            tables.release(documentId, key);
            released++;
          }
        }
      });
      if (released > 0) onStray();
      return released;
    },
    totals: () => tables.totals(),
    tidy: () => {
      const stray = tables.strays().find((key) => !drafts.has(key));
      if (stray === undefined) return false;
      if (file.write(() => tables.removeParts(stray))) file.db.pragma('incremental_vacuum');
      return true;
    },
    close: () => file.close(),
  };
}
