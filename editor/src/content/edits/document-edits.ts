import { $isListItemNode, $isListNode } from '@lexical/list';
import {
  $createParagraphNode,
  $getNodeByKey,
  $getRoot,
  $isElementNode,
  $isParagraphNode,
  $isRootNode,
  $setSelection,
  CLEAR_HISTORY_COMMAND,
  type ElementNode,
  type Klass,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical';
import type * as Y from 'yjs';
import { attachDocument, type DocumentAttachment, type DocumentProblem } from '../binding/attach.ts';
import { $holdsBlocks, $placeBlocks, type PlacedBlock } from '../binding/lists.ts';
import { $applyFields, fieldsOf } from '../binding/node-json.ts';
import { $newNode } from '../binding/node-kinds.ts';
import { $replaceChildren } from '../binding/replace-children.ts';
import { $blocksIn, endOfNested } from '../blocks/outline.ts';
import { $removeBlocks } from '../blocks/remove.ts';
import type { ContentNode } from '../formats/index.ts';
import { createHeadlessDocumentEditor } from '../headless.ts';
import { documentNodes } from '../nodes/index.ts';
import { $jsonOf, type IdentifiedNode } from './block-json.ts';
import { $carryMarks } from './carry-marks.ts';
import { EditError } from './edit-error.ts';
import { $parseBlocks } from './parse-blocks.ts';

/** Beside which block something is put. */
export type BlockPlace = { readonly before: string } | { readonly after: string };

/**
 * Edits of a document by a program, as a person would make them: through an editor of its own and the same binding, so
 * that what it changes is no more than it means to, and merges with what others write meanwhile. Blocks go by ids.
 *
 * Every edit throws `EditError` and changes nothing where it can't be made; after any other error the document must be
 * loaded anew.
 */
export class DocumentEdits {
  readonly doc: Y.Doc;
  readonly editor: LexicalEditor;
  readonly attachment: DocumentAttachment;
  #problem: DocumentProblem | null = null;

  /** `nodes`: classes beside the document's own. */
  constructor(doc: Y.Doc, nodes: readonly Klass<LexicalNode>[] = []) {
    this.doc = doc;
    this.editor = createHeadlessDocumentEditor([...documentNodes, ...nodes]);
    this.attachment = attachDocument(this.editor, doc, {
      checkWhenIdle: 0,
      onProblem: (problem) => {
        this.#problem = problem;
      },
    });
    this.#expectNoProblem();
  }

  close(): void {
    this.attachment.detach();
  }

  /** The blocks as JSON, each with its id; a list holds its items, which have ids, and has none itself. */
  blocks(): IdentifiedNode[] {
    return this.editor.read(() =>
      $getRoot()
        .getChildren()
        .map((node) => $jsonOf(node, this.attachment.knownBlockId)),
    );
  }

  /** One block, as above. */
  block(id: string): IdentifiedNode {
    return this.editor.read(() => $jsonOf(this.#$nodeOf(id), this.attachment.knownBlockId));
  }

  /** Puts blocks at the end, above an empty paragraph that is the last one: somebody may have their caret there. */
  append(blocks: readonly ContentNode[]): string[] {
    return this.#change(() => {
      const added = $placedOf($parseBlocks(blocks));
      const all = $blocksIn($getRoot());
      const last = all.at(-1)?.node;
      const end = $isParagraphNode(last) && last.isEmpty() ? all.length - 1 : all.length;
      $placeBlocks($getRoot(), [...all.slice(0, end), ...added, ...all.slice(end)]);
      return added;
    });
  }

  /** Puts blocks right before a block, or behind it and what is nested in it. Items become as deep as the one beside them. */
  insert(blocks: readonly ContentNode[], place: BlockPlace): string[] {
    return this.#change(() => {
      const { container, all, at } = this.#$find('before' in place ? place.before : place.after);
      const depth = all[at]?.list?.depth ?? 0;
      const added = $placedOf($parseBlocks(blocks)).map(({ node, list }) => ({
        node,
        list: list && { ...list, depth: list.depth + depth },
      }));
      const gap = 'before' in place ? at : endOfNested(all, at);
      $placeBlocks(container, [...all.slice(0, gap), ...added, ...all.slice(gap)]);
      return added;
    });
  }

  /**
   * Puts blocks in the place of others, which lie in one container. A text takes over the text in its place, so that only
   * what differs is written, and what others type there meanwhile stays. What remains of the others is removed.
   */
  replace(ids: readonly string[], blocks: readonly ContentNode[]): string[] {
    /** Which of the new blocks is of another type than the one in whose place it comes. */
    const retyped: number[] = [];
    const placed = this.#update(() => {
      const [first, ...others] = ids.map((id) => this.#$find(id));
      if (!first) throw new EditError('invalid', 'Nothing was changed: name the blocks that are to be replaced.');
      if (others.some(({ container }) => !container.is(first.container))) {
        throw new EditError('invalid', 'Nothing was changed: the blocks to be replaced lie in different containers.');
      }
      const old = [first, ...others].map(({ at }) => at).sort((a, b) => a - b);
      const nodes = $placedOf($parseBlocks(blocks));
      const put = nodes.map(({ node, list }, index): PlacedBlock => {
        const former = first.all[old[index] ?? -1]?.node;
        if (!$holdsText(former) || !$holdsText(node)) return { node, list };
        if (former.getType() === node.getType()) {
          $carryMarks(former, node);
          $applyFields(former, fieldsOf(node));
          $replaceChildren(former, node.getChildren());
          return { node: former, list };
        }
        // It takes over the text that is there, and gets its own once that is written.
        const to = $newNode(this.editor, node.getType()) as ElementNode;
        $applyFields(to, fieldsOf(node));
        $replaceChildren(to, former.getChildren());
        retyped.push(index);
        return { node: to, list };
      });
      const doomed = new Set(old);
      const rest = (from: number, end: number) => first.all.slice(from, end).filter((_, i) => !doomed.has(from + i));
      const start = old[0] ?? 0;
      const left = [...rest(0, start), ...put, ...rest(start, first.all.length)];
      if (left.length === 0) left.push({ node: $createParagraphNode(), list: null });
      $placeBlocks(first.container, left);
      return put;
    });
    if (retyped.length > 0) this.#update(() => this.#$putTexts(placed, blocks, retyped));
    return this.#idsOf(placed);
  }

  /** Removes blocks, with what is nested in them. */
  remove(ids: readonly string[]): void {
    this.#update(() => {
      const nodes = ids.map((id) => this.#$nodeOf(id));
      $removeBlocks(nodes);
      $setSelection(null);
    });
  }

  /** Puts these in the place of all there is. */
  fill(blocks: readonly ContentNode[]): string[] {
    return this.#change(() => {
      const added = $placedOf($parseBlocks(blocks));
      $placeBlocks($getRoot(), added.length > 0 ? added : [{ node: $createParagraphNode(), list: null }]);
      return added;
    });
  }

  /** Runs an update of one's own through the editor; see `EditError`. */
  update<T>($change: () => T): T {
    return this.#update($change);
  }

  #change($change: () => readonly PlacedBlock[]): string[] {
    return this.#idsOf(this.#update($change));
  }

  #$putTexts(placed: readonly PlacedBlock[], blocks: readonly ContentNode[], which: readonly number[]): void {
    // What was parsed first and placed nowhere is gone by now.
    const parsed = $placedOf($parseBlocks(blocks));
    for (const index of which) {
      const to = $getNodeByKey(placed[index]?.node.getKey() ?? '');
      const from = parsed[index]?.node;
      if (!$isElementNode(to) || !$isElementNode(from)) continue;
      $carryMarks(to, from);
      $replaceChildren(to, from.getChildren());
    }
  }

  #idsOf(placed: readonly PlacedBlock[]): string[] {
    return placed.flatMap(({ node }) => this.attachment.knownBlockId(node.getKey()) ?? []);
  }

  #update<T>($change: () => T): T {
    const outcome: { result?: { readonly value: T }; failure?: unknown } = {};
    this.editor.update(
      () => {
        try {
          outcome.result = { value: $change() };
        } catch (error) {
          outcome.failure = error;
        }
      },
      { discrete: true },
    );
    this.#expectNoProblem();
    if (!outcome.result) throw outcome.failure;
    // What could be taken back would be kept from being collected.
    this.editor.dispatchCommand(CLEAR_HISTORY_COMMAND, undefined);
    return outcome.result.value;
  }

  #expectNoProblem(): void {
    if (this.#problem)
      throw new Error(`the document can't be edited: ${this.#problem.message}`, { cause: this.#problem.cause });
  }

  #$nodeOf(id: string): LexicalNode {
    const key = this.attachment.keyOfBlock(id);
    const node = key === null ? null : $getNodeByKey(key);
    if (!node?.isAttached()) {
      throw new EditError('missing', `Nothing was changed: there is no block ${id} in this document; fetch it anew.`);
    }
    return node;
  }

  #$find(id: string): { readonly container: ElementNode; readonly all: PlacedBlock[]; readonly at: number } {
    const node = this.#$nodeOf(id);
    const container = node.getParents().find((each) => !$isListNode(each) && !$isListItemNode(each));
    const all = container && ($isRootNode(container) || container.isShadowRoot()) ? $blocksIn(container) : [];
    const at = all.findIndex((each) => each.node.is(node));
    if (!container || at === -1) {
      throw new EditError('invalid', `Nothing was changed: ${id} is a part of a table, and has no blocks beside it.`);
    }
    return { container, all, at };
  }
}

/** Parsed blocks one by one, items of lists with their depths. */
function $placedOf(nodes: readonly LexicalNode[]): PlacedBlock[] {
  const holder = $createParagraphNode();
  $replaceChildren(holder, nodes);
  return $blocksIn(holder);
}

function $holdsText(node: LexicalNode | undefined): node is ElementNode {
  return $isElementNode(node) && !node.isShadowRoot() && !$holdsBlocks(node) && !GRID.has(node.getType());
}

const GRID = new Set(['grid', 'grid-row', 'grid-cell']);
