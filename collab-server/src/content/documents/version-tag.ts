import { createHash } from 'node:crypto';

/**
 * Names a document's content: what it is after `seq` updates of its log, whose clocks are these. After a restore from
 * a backup the same number may stand for other content; the clocks then differ.
 */
export const versionTag = (seq: number, vector: ReadonlyMap<number, number>): string => {
  const clocks = [...vector].sort(([a], [b]) => a - b).flat();
  const hash = createHash('sha256').update(Float64Array.from(clocks)).digest('hex');
  return `${seq}-${hash.slice(0, 12)}`;
};
