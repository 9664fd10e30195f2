import { createHeadlessEditor } from '@lexical/headless';
import { $getRoot, $isElementNode, type ElementNode, type LexicalEditor, type LexicalNode } from 'lexical';
import type * as Y from 'yjs';
import { GridRowNode } from '../nodes/grid-row-node.ts';
import { type Binding, createBinding } from './binding.ts';
import { $drawAll, storedFields } from './draw.ts';
import { $isGridCell } from './draw-table.ts';
import { inlineOf, readTexts, sameInline } from './inline.ts';
import { $holdsBlocks, blocksOf, inlineChildrenOf, readListPlace } from './lists.ts';
import { fieldsOf } from './node-json.ts';
import { shownTypeOf } from './node-kinds.ts';
import { holdsBlocks, outlineOf, textsOf } from './outline.ts';
import { canonical, type Json, sameJson } from './schema.ts';
import { isTable } from './table-parts.ts';
import { gridOf, isShown } from './tables.ts';

/**
 * Compares what an editor shows with what its document holds; null if they agree, else where they differ.
 *
 * They are compared by what is stored, so that what a screen derives (numbers of items, colours of code) is no
 * difference. Nothing is taken on trust from what keeps the two in step.
 */
export function findDifference({ editor, doc, root, kinds }: Binding): string | null {
  const agrees = editor.getEditorState().read(() => $agrees(root, $getRoot(), kinds), { editor });
  // What looks different may be the document's way of saying the same, if somebody else wrote it: a fresh load tells.
  return agrees ? null : findDifferenceToFreshLoad(editor, doc);
}

function $agrees(
  container: Y.XmlElement | readonly Y.XmlElement[],
  node: ElementNode,
  kinds: Binding['kinds'],
): boolean {
  const stored = [container]
    .flat()
    .flatMap(outlineOf)
    .filter(({ head }) => isShown({ kinds }, head));
  const shown = blocksOf(node);
  if (stored.length !== shown.length) return false;
  return stored.every((block, i) => {
    const each = shown[i];
    if (!each?.node || each.node.getType() !== shownTypeOf(block.head, kinds)) return false;
    if (!sameJson(each.list && { ...each.list }, asJson(readListPlace(block.head)))) return false;
    if (!sameJson({ ...fieldsOf(each.node) }, { ...storedFields(block, kinds) })) return false;
    if (!$isElementNode(each.node)) return true;
    if (isTable(block.head)) return $agreesTable(block.head, each.node, kinds);
    if (holdsBlocks(block.head)) return $agrees(block.head, each.node, kinds);
    return sameInline(inlineOf(inlineChildrenOf(each.node)), readTexts(textsOf(block), kinds).inline);
  });
}

function $agreesTable(table: Y.XmlElement, node: ElementNode, kinds: Binding['kinds']): boolean {
  const { rows } = gridOf(table);
  const shown = node.getChildren();
  if (rows.length !== shown.length) return false;
  return rows.every(({ element, cells }, i) => {
    const row = shown[i];
    if (!(row instanceof GridRowNode) || row.getChildrenSize() !== cells.length) return false;
    if (!sameJson({ ...fieldsOf(row) }, { ...storedFields({ head: element, fragments: [] }, kinds) })) return false;
    return cells.every(({ colSpan, rowSpan, elements }, j) => {
      const cell = row.getChildAtIndex(j);
      if (!$isGridCell(cell) || cell.getColSpan() !== colSpan || cell.getRowSpan() !== rowSpan) return false;
      const [head] = elements;
      if (head && !sameJson({ ...fieldsOf(cell) }, { ...storedFields({ head, fragments: [] }, kinds) })) return false;
      const isEmpty = elements.flatMap(outlineOf).every((block) => !isShown({ kinds }, block.head));
      return isEmpty ? cell.getTextContent() === '' : $agrees(elements, cell, kinds);
    });
  });
}

function asJson(place: ReturnType<typeof readListPlace>): Json {
  return place && { ...place };
}

function findDifferenceToFreshLoad(editor: LexicalEditor, doc: Y.Doc): string | null {
  const nodes = [...editor._nodes.values()].flatMap(({ klass, replaceWithKlass }) => (replaceWithKlass ? [] : klass));
  const fresh = createHeadlessEditor({
    nodes,
    onError(error) {
      throw error;
    },
  });
  fresh.update(() => $drawAll(createBinding(fresh, doc)), { discrete: true, skipTransforms: true });
  const shown = describe(editor);
  const stored = describe(fresh);
  if (shown.length !== stored.length) return `${shown.length} blocks are shown of ${stored.length}`;
  const at = shown.findIndex((each, i) => each !== stored[i]);
  return at === -1 ? null : `block ${at + 1} is shown as ${shown[at]}, and is ${stored[at]}`;
}

function describe(editor: LexicalEditor): string[] {
  return editor.getEditorState().read(() => blocksOf($getRoot()).map((each) => canonical($describe(each))), { editor });
}

function $describe({ node, list }: ReturnType<typeof blocksOf>[number]): Json {
  if (!node) return 'text between blocks';
  const place = list && { ...list };
  return { type: node.getType(), place, fields: { ...fieldsOf(node) }, content: $contentOf(node) };
}

function $contentOf(node: LexicalNode): Json {
  if (!$isElementNode(node)) return null;
  if ($holdsBlocks(node)) return blocksOf(node).map($describe);
  return inlineOf(inlineChildrenOf(node)).spans.map(({ text, key }) => [text, key]);
}
