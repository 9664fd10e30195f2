import {
  $createParagraphNode,
  $getNodeByKey,
  $getRoot,
  HISTORY_MERGE_TAG,
  HISTORY_PUSH_TAG,
  type LexicalEditor,
  type NodeKey,
  PASTE_TAG,
  SKIP_DOM_SELECTION_TAG,
  SKIP_SCROLL_INTO_VIEW_TAG,
} from 'lexical';
import type { ContentNode } from '../../content/formats/index.ts';
import { $insertBlocks, type Place } from '../assets/insert-nodes.ts';
import { $nodesOf } from '../clipboard/insert-content.ts';
import type { HeldPicture, Job } from './jobs.ts';
import { nextTask } from './next-task.ts';
import { Work } from './work.ts';

/** Time that one step may take of the page's, milliseconds. */
const STEP = 40;
/** Blocks of one step. Each costs a look at all that are there: with too few a long text would never be in. */
const LEAST = 40;
const MOST = 400;
/** Of those that are in, so many at least: the longer the text, the fewer steps for each of its blocks. */
const SHARE = 1 / 32;

/** The view follows the first part only: looking where the caret is has the browser lay out all that is there. */
const AFTER_THE_FIRST = [PASTE_TAG, HISTORY_MERGE_TAG, SKIP_SCROLL_INTO_VIEW_TAG, SKIP_DOM_SELECTION_TAG];

interface SlowInsertion {
  readonly editor: LexicalEditor;
  readonly job: Extract<Job, { kind: 'read' }>;
  readonly place: Place | null;
  readonly signal: AbortSignal;
  /** Takes in the bytes of a picture, before a block shows it. */
  onPicture(picture: HeldPicture): Promise<unknown>;
  onProgress(part: number): void;
}

/**
 * Reads a long text in a worker and puts it in step by step, so that the page stays usable and others see it grow.
 * Cancelled, it takes out again what it has put in. Throws `RefusedError`, an `AbortError`, or what went wrong.
 */
export async function insertSlowly(insertion: SlowInsertion): Promise<void> {
  const { editor, job, place, signal, onPicture, onProgress } = insertion;
  const work = new Work(signal);
  const inserted: NodeKey[] = [];
  try {
    work.ask(job);
    let at = place;
    let size = LEAST;
    for (let answer = await work.next(); answer.kind !== 'finished'; answer = await work.next()) {
      if (answer.kind === 'picture') {
        await onPicture(answer);
        continue;
      }
      if (answer.kind !== 'blocks') throw new Error(`unexpected ${answer.kind}`);
      const { blocks, done } = answer;
      for (let from = 0; from < blocks.length; ) {
        signal.throwIfAborted();
        const part = blocks.slice(from, from + size);
        const start = performance.now();
        at = insertPart(editor, part, at, inserted);
        const took = performance.now() - start;
        from += part.length;
        const least = Math.max(LEAST, inserted.length * SHARE);
        size = Math.round(Math.min(MOST, Math.max(least, (part.length * STEP) / Math.max(took, 1))));
        await nextTask();
      }
      onProgress(done);
    }
  } catch (error) {
    await removeSlowly(editor, inserted);
    throw error;
  } finally {
    work.end();
  }
}

function insertPart(
  editor: LexicalEditor,
  blocks: readonly ContentNode[],
  place: Place | null,
  inserted: NodeKey[],
): Place | null {
  let next = place;
  editor.update(
    () => {
      const nodes = $nodesOf(blocks);
      const target = (next && $getNodeByKey(next.key)) ?? $getRoot().getLastChild();
      const isFirst = inserted.length === 0;
      if (isFirst) $insertBlocks(nodes, next);
      else {
        let last = target;
        for (const node of nodes) {
          if (last === null) $getRoot().append(node);
          else last.insertAfter(node);
          last = node;
        }
      }
      const last = nodes.at(-1);
      if (last !== undefined) next = { key: last.getKey(), before: false };
      inserted.push(...nodes.map((node) => node.getKey()));
    },
    // One step for undo, however many parts it took.
    { discrete: true, tag: inserted.length === 0 ? [PASTE_TAG, HISTORY_PUSH_TAG] : AFTER_THE_FIRST },
  );
  return next;
}

async function removeSlowly(editor: LexicalEditor, keys: readonly NodeKey[]): Promise<void> {
  for (let from = 0; from < keys.length; from += MOST) {
    editor.update(
      () => {
        for (const key of keys.slice(from, from + MOST)) $getNodeByKey(key)?.remove();
        const root = $getRoot();
        if (root.isEmpty()) root.append($createParagraphNode());
      },
      { discrete: true },
    );
    await nextTask();
  }
}
