import { hashNow } from '../../client/asset-hash.ts';
import { fileFormats, UnreadableError } from '../../content/formats/index.ts';
import { linesOf } from '../../content/formats/plain-text.ts';
import { type AssetLinks, unresolvedAssets } from '../../content/nodes/asset-links.ts';
import { pictureIn } from '../assets/data-address.ts';
import { blocksOf } from './blocks-of.ts';
import { fillDocument } from './fill-document.ts';
import { type Answer, type Job, MOST_BYTES } from './jobs.ts';
import { type OpenedFile, readFile } from './read-file.ts';

/** Blocks that are sent at once: reading a message takes the page time, too. */
const AT_ONCE = 200;

let opened: OpenedFile | null = null;
let known: ReadonlyMap<string, string> = new Map();

/** Takes pictures out of what is read. */
const assets: AssetLinks = {
  ...unresolvedAssets,
  assetAt: (address) => {
    const picture = pictureIn(address);
    if (picture === null) return known.get(address) ?? unresolvedAssets.assetAt(address);
    const hash = hashNow(picture.bytes);
    answer({ kind: 'picture', hash, ...picture });
    return hash;
  },
};

const answer = (message: Answer): void => postMessage(message);

const formatBy = (id: string) => {
  const format = fileFormats.find((each) => each.id === id);
  if (format === undefined) throw new Error(`there is no format ${id}`);
  return format;
};

const run = (job: Job): void => {
  switch (job.kind) {
    case 'read': {
      if (job.text.length > MOST_BYTES) {
        answer({ kind: 'refused', refusal: { why: 'too-large', bytes: job.text.length, most: MOST_BYTES } });
        return;
      }
      known = new Map(job.assets);
      const parts =
        job.format === 'lines'
          ? [{ blocks: linesOf(job.text), done: 1 }]
          : formatBy(job.format).read(job.text, { assets });
      let before = 0;
      for (const { blocks, done } of parts) {
        for (let at = 0; at < blocks.length; at += AT_ONCE) {
          const share = Math.min(1, (at + AT_ONCE) / blocks.length);
          const part = blocks.slice(at, at + AT_ONCE);
          answer({ kind: 'blocks', blocks: part, done: before + (done - before) * share });
        }
        before = done;
      }
      answer({ kind: 'finished' });
      return;
    }
    case 'open': {
      const bytes = new Uint8Array(job.bytes);
      const file = readFile({ ...job, bytes }, { assets }, (done) => answer({ kind: 'read', done }));
      if ('why' in file) {
        answer({ kind: 'refused', refusal: file });
        return;
      }
      opened = file;
      answer({ kind: 'opened', title: file.title, notes: file.notes });
      return;
    }
    case 'fill':
      for (const part of fillDocument(job.state, opened?.blocks ?? [])) answer({ kind: 'update', ...part });
      answer({ kind: 'finished' });
      return;
    case 'write': {
      const { title, language, state, assets } = job;
      const addresses = { addressOf: (hash: string) => assets.join(hash), assetAt: () => null };
      const text = formatBy(job.format).write({ title, language, blocks: blocksOf(state) }, { assets: addresses });
      answer({ kind: 'text', text });
      return;
    }
  }
};

self.onmessage = ({ data }: MessageEvent<Job>) => {
  try {
    run(data);
  } catch (error) {
    if (error instanceof UnreadableError)
      answer({ kind: 'refused', refusal: { why: 'unreadable', reason: error.reason } });
    else answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
};
