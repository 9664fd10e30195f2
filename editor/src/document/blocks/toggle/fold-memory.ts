import { readSetting, writeSetting } from '../../../ui/settings.ts';

/** What this reader opened and closed in a document, kept in this browser. */
export interface FoldMemory {
  /** Undefined where they never did either. */
  get(blockId: string): boolean | undefined;
  set(blockId: string, open: boolean): void;
}

/** More than anybody opens by hand; the oldest go first. */
const MOST = 300;

export const foldMemory = (documentId: string): FoldMemory => {
  const name = `folds.${documentId}`;
  const known = new Map(parsed(readSetting(name)));
  return {
    get: (blockId) => known.get(blockId),
    set(blockId, open) {
      known.delete(blockId);
      known.set(blockId, open);
      writeSetting(name, JSON.stringify([...known].slice(-MOST)));
    },
  };
};

const parsed = (text: string | null): readonly (readonly [string, boolean])[] => {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isEntry) : [];
  } catch {
    return [];
  }
};

const isEntry = (value: unknown): value is readonly [string, boolean] =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'boolean';
