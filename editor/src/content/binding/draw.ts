import {
  $createLineBreakNode,
  $createParagraphNode,
  $createTabNode,
  $createTextNode,
  $getNodeByKey,
  $getRoot,
  $isElementNode,
  $isLineBreakNode,
  $isParagraphNode,
  $isTabNode,
  $isTextNode,
  type ElementNode,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import * as Y from 'yjs';
import { GridRowNode } from '../nodes/grid-row-node.ts';
import { type Binding, bind, unbind } from './binding.ts';
import { $drawTable, $isGridCell } from './draw-table.ts';
import { drifted, noDrift, type TextChange } from './drift.ts';
import { INSIDE, type Inline, inlineOf, readTexts, type Span, sameInline } from './inline.ts';
import { $placeBlocks, blocksOf, inlineChildrenOf, type PlacedBlock, readListPlace } from './lists.ts';
import { $applyFields, $applyLook, fieldsOf, isDerived } from './node-json.ts';
import { $newNode, isUnknown, shownTypeOf } from './node-kinds.ts';
import { type Block, holdsBlocks, outlineOf, textsOf } from './outline.ts';
import { packBlock } from './parcel.ts';
import { $replaceChildren } from './replace-children.ts';
import { type Attributes, isDeleted, type Json, LIST_ITEM, readAttributes, sameJson, typeOf } from './schema.ts';
import { isTable, tableOf } from './table-parts.ts';
import { isShown } from './tables.ts';

/** What of the document the editor doesn't show yet: containers whose blocks changed, blocks whose content did. */
export interface Stale {
  readonly containers: Set<Y.XmlElement>;
  readonly blocks: Set<Y.XmlElement>;
}

/**
 * Shows in the editor what is stale, within an update; nodes that are right already aren't touched.
 *
 * The node that `composing` names is left as it is, because replacing text under an input method breaks the word
 * being entered: its block is given back, for later.
 */
export function $draw(binding: Binding, stale: Stale, composing: NodeKey | null = null): Y.XmlElement[] {
  const blocks = new Set(stale.blocks);
  const postponed: Y.XmlElement[] = [];
  const containers = new Set([...stale.containers].map((container) => $drawnWith(binding, container)));
  for (const container of containers) {
    const node = $nodeOf(binding, container);
    if (!node || isDeleted(container)) continue;
    if (container === binding.root || holdsBlocks(container)) $drawContainer(binding, container, node, blocks);
    else blocks.add(container);
  }
  const composed = composing === null ? undefined : $blockKeyAround(binding, composing);
  for (const element of blocks) {
    const key = binding.keys.get(element);
    const block = key === undefined ? undefined : binding.blocks.get(key);
    const node = key === undefined ? null : $getNodeByKey(key);
    if (!block || !node || isDeleted(block.head)) continue;
    if (key === composed) postponed.push(block.head);
    else if (containers.has(block.head) && isTable(block.head)) $drawFields(binding, block, node);
    else $drawBlock(binding, block, node);
  }
  return postponed;
}

/** The container that is to be drawn for a stale one: a row's table, or what holds a table that appears or vanishes. */
function $drawnWith(binding: Binding, container: Y.XmlElement): Y.XmlElement {
  const table = tableOf(container);
  const isInPlace = !table || isDeleted(table) || isShown(binding, table) === ($nodeOf(binding, table) !== null);
  return isInPlace || !(table.parent instanceof Y.XmlElement) ? (table ?? container) : table.parent;
}

/** Shows the whole document, keeping nothing of what the editor had. */
export function $drawAll(binding: Binding): void {
  binding.blocks.clear();
  binding.keys.clear();
  binding.drifts.clear();
  binding.successors.clear();
  $replaceChildren($getRoot(), []);
  $drawContainer(binding, binding.root, $getRoot(), new Set());
}

/** The element node that shows the blocks of a container. */
function $nodeOf(binding: Binding, container: Y.XmlElement): ElementNode | null {
  if (container === binding.root) return $getRoot();
  const key = binding.keys.get(container);
  const node = key === undefined ? null : $getNodeByKey(key);
  return $isElementNode(node) ? node : null;
}

function $blockKeyAround(binding: Binding, key: NodeKey): NodeKey | undefined {
  for (let node = $getNodeByKey(key); node; node = node.getParent()) {
    if (binding.blocks.has(node.getKey())) return node.getKey();
  }
  return undefined;
}

function $drawContainer(
  binding: Binding,
  container: Y.XmlElement,
  node: ElementNode,
  staleBlocks: Set<Y.XmlElement>,
): void {
  if (isTable(container)) {
    $drawTable(binding, container, node, {
      $drawFields: (each, block) => $drawFields(binding, block, each),
      $drawCell: (cell, block) => $drawContainer(binding, block.head, cell, staleBlocks),
    });
    return;
  }
  const placed: PlacedBlock[] = [];
  const shown = new Set<NodeKey>();
  const before = blocksOf(node).flatMap((each) => (each.node ? [each.node.getKey()] : []));
  for (const block of elementsWith(binding, container).flatMap(outlineOf)) {
    const type = isShown(binding, block.head) ? shownTypeOf(block.head, binding.kinds) : null;
    if (type === null) continue;
    const child = $childFor(binding, block, type, staleBlocks);
    shown.add(child.getKey());
    placed.push({ node: child, list: readListPlace(block.head) });
  }
  for (const key of before) if (!shown.has(key)) unbind(binding, key);
  if (placed.length === 0 && (container === binding.root || $isGridCell(node))) {
    placed.push({ node: $placeholder(node), list: null });
  }
  $placeBlocks(node, placed);
}

/** The elements whose blocks are shown together with those of a container: a merged cell has several. */
function elementsWith(binding: Binding, container: Y.XmlElement): readonly Y.XmlElement[] {
  const block = binding.blocks.get(binding.keys.get(container) ?? '');
  return block ? [block.head, ...block.fragments] : [container];
}

/** The node for a block: the one that shows it, one of another type that takes that one's place, or a new one. */
function $childFor(binding: Binding, block: Block, type: string, staleBlocks: Set<Y.XmlElement>): LexicalNode {
  const key = binding.keys.get(block.head);
  const present = key === undefined ? undefined : binding.blocks.get(key);
  const shown = key === undefined || present?.head !== block.head ? null : $getNodeByKey(key);
  if (key === undefined || !shown) {
    const node = $newNode(binding.editor, type);
    bind(binding, node.getKey(), block);
    $drawBlock(binding, block, node);
    return node;
  }
  if (present && !sameFragments(present.fragments, block.fragments)) {
    binding.drifts.set(block.head, drifted(binding.drifts.get(block.head) ?? noDrift, changesBetween(present, block)));
    bind(binding, key, block);
    staleBlocks.add(block.head);
  }
  if (shown.getType() === type) return shown;
  const node = $newNode(binding.editor, type);
  if ($isElementNode(node) && $isElementNode(shown)) $replaceChildren(node, inlineChildrenOf(shown));
  unbind(binding, key);
  bind(binding, node.getKey(), block);
  binding.successors.set(node.getKey(), binding.successors.get(key) ?? key);
  // Its text may have to wait for an input method: until then it is no less the node that the document says.
  $drawFields(binding, block, node);
  staleBlocks.add(block.head);
  return node;
}

/** What merging blocks into it, or taking them out of it, does to the text of a block. */
function changesBetween(before: Block, now: Block): TextChange[] {
  const old = textsOf(before);
  const changes: TextChange[] = [];
  let i = 0;
  for (const text of textsOf(now)) {
    const place = old.indexOf(text, i);
    if (place === -1) {
      changes.push({ insert: 'x'.repeat(text.length) });
      continue;
    }
    for (; i < place; i++) changes.push({ delete: old[i]?.length });
    changes.push({ retain: text.length });
    i = place + 1;
  }
  for (; i < old.length; i++) changes.push({ delete: old[i]?.length });
  return changes;
}

function sameFragments(a: readonly Y.XmlElement[], b: readonly Y.XmlElement[]): boolean {
  return a.length === b.length && a.every((element, i) => element === b[i]);
}

/** The empty paragraph that stands in an empty document or cell until somebody types; it is in no document. */
function $placeholder(container: ElementNode): LexicalNode {
  const first = container.getFirstChild();
  return $isParagraphNode(first) && first.isEmpty() && Object.keys(fieldsOf(first)).length === 0
    ? first
    : $createParagraphNode();
}

function $drawBlock(binding: Binding, block: Block, node: LexicalNode): void {
  $drawFields(binding, block, node);
  // The cells of a row are its table's to draw.
  if (!$isElementNode(node) || node instanceof GridRowNode) return;
  if (holdsBlocks(block.head)) {
    $drawContainer(binding, block.head, node, new Set());
  } else {
    $drawInline(binding, node, readTexts(textsOf(block), binding.kinds).inline);
  }
}

function $drawFields(binding: Binding, block: Block, node: LexicalNode): void {
  const fields = storedFields(block, binding.kinds);
  if (!sameJson({ ...fieldsOf(node) }, { ...fields })) $applyFields(node, fields);
}

/** The attributes that are fields of the node, as its own JSON would have them. */
export function storedFields(block: Block, kinds: Binding['kinds']): Attributes {
  const { head } = block;
  if (isUnknown(head, kinds)) return { $parcel: packBlock(block) as { [key: string]: Json } };
  const type = typeOf(head);
  const fields = Object.entries(readAttributes(head)).filter(
    ([name, value]) => !name.startsWith('_') && value !== undefined && value !== null && !isDerived(type, name),
  );
  // Whoever unchecks a box, or makes the item a plain one, leaves a false behind.
  if (type !== LIST_ITEM) return Object.fromEntries(fields);
  const isChecked =
    readListPlace(head)?.type === 'check' && fields.some(([name, value]) => name === 'checked' && value);
  return Object.fromEntries(fields.filter(([name]) => name !== 'checked' || isChecked));
}

/** Whether a block is shown exactly as the document has it. */
export function $isDrawn(binding: Binding, block: Block, node: LexicalNode): boolean {
  if (node.getType() !== shownTypeOf(block.head, binding.kinds)) return false;
  if (!sameJson({ ...fieldsOf(node) }, { ...storedFields(block, binding.kinds) })) return false;
  if (!$isElementNode(node) || holdsBlocks(block.head)) return true;
  const { inline } = readTexts(textsOf(block), binding.kinds);
  return (
    sameInline(inlineOf(inlineChildrenOf(node)), inline) && $matches(node.getChildren(), partsOf(inline.spans, ''))
  );
}

/** What an inline node should be: a text, a break, a decorator, or an element around such. */
type Part =
  | { readonly kind: 'text' | 'break' | 'tab'; readonly text: string; readonly look: Attributes; readonly key: string }
  | { readonly kind: 'embed'; readonly embed: Attributes; readonly key: string }
  | { readonly kind: 'element'; readonly type: string; readonly fields: Attributes; readonly parts: readonly Part[] };

/** Groups spans into the inline elements they stand inside; elements nest in the order of their type's name. */
function partsOf(spans: readonly Span[], within: string): Part[] {
  const parts: Part[] = [];
  let i = 0;
  while (i < spans.length) {
    const span = spans[i];
    if (!span) break;
    const name = Object.keys(span.look)
      .filter((each) => each.startsWith(INSIDE) && each > within)
      .sort()[0];
    if (name === undefined) {
      parts.push(partOf(span));
      i++;
      continue;
    }
    const fields = span.look[name] as Attributes;
    let end = i + 1;
    while (end < spans.length && isInside(spans[end], name, fields)) end++;
    parts.push({
      kind: 'element',
      type: name.slice(INSIDE.length),
      fields,
      parts: partsOf(spans.slice(i, end), name),
    });
    i = end;
  }
  return parts;
}

function isInside(span: Span | undefined, name: string, fields: Attributes): boolean {
  const value = span?.look[name];
  return value !== undefined && sameJson(value, { ...fields });
}

function partOf({ text, look, key, embed }: Span): Part {
  if (embed) return { kind: 'embed', embed, key };
  const outer = Object.fromEntries(Object.entries(look).filter(([name]) => !name.startsWith(INSIDE)));
  const kind = text === '\n' ? 'break' : text === '\t' ? 'tab' : 'text';
  return { kind, text, look: outer, key };
}

function $matches(nodes: readonly LexicalNode[], parts: readonly Part[]): boolean {
  return nodes.length === parts.length && nodes.every((node, i) => $isPart(node, parts[i]));
}

function $isPart(node: LexicalNode, part: Part | undefined): boolean {
  if (!part || !canBecome(node, part)) return false;
  if (part.kind === 'element') {
    return (
      $isElementNode(node) &&
      sameJson({ ...fieldsOf(node) }, { ...part.fields }) &&
      $matches(node.getChildren(), part.parts)
    );
  }
  const [span, ...others] = inlineOf([node]).spans;
  if (others.length > 0 || !span) return false;
  if (part.kind === 'embed') return span.embed !== undefined && sameJson({ ...span.embed }, { ...part.embed });
  return part.text === span.text && sameJson({ ...span.look }, withoutSeparate(part.look));
}

function withoutSeparate({ separate: _, ...look }: Attributes): { [key: string]: never } {
  return look as { [key: string]: never };
}

function canBecome(node: LexicalNode, part: Part): boolean {
  switch (part.kind) {
    case 'break':
      return $isLineBreakNode(node);
    case 'tab':
      return $isTabNode(node);
    case 'embed':
      return node.getType() === part.embed.type;
    case 'element':
      return node.getType() === part.type;
    case 'text':
      return (
        $isTextNode(node) &&
        !$isTabNode(node) &&
        (part.look.type === undefined ? isSimpleType(node.getType()) : node.getType() === part.look.type)
      );
  }
}

function isSimpleType(type: string): boolean {
  return type === 'text' || type === 'code-highlight';
}

function $drawInline(binding: Binding, node: ElementNode, inline: Inline): void {
  const parts = partsOf(inline.spans, '');
  // A block's own nested lists, and blocks it holds by mistake, have been put where they belong before.
  if (!$matches(node.getChildren(), parts)) $drawParts(binding, node, parts);
}

/** Makes the children of a node these parts, keeping the nodes that stand for them already, so that DOM and keys last. */
function $drawParts(binding: Binding, parent: ElementNode, parts: readonly Part[]): void {
  const present = parent.getChildren();
  const most = Math.min(present.length, parts.length);
  let head = 0;
  let tail = 0;
  const same = (i: number, j: number) => {
    const node = present[i];
    return node !== undefined && $isPart(node, parts[j]);
  };
  while (head < most && same(head, head)) head++;
  while (tail < most - head && same(present.length - tail - 1, parts.length - tail - 1)) tail++;
  const spare = present.slice(head, present.length - tail);
  const middle = parts.slice(head, parts.length - tail).map((part) => {
    const found = spare.findIndex((node) => canBecome(node, part));
    const [reused] = found === -1 ? [] : spare.splice(0, found + 1).slice(-1);
    return $drawPart(binding, part, reused);
  });
  $replaceChildren(parent, [...present.slice(0, head), ...middle, ...present.slice(present.length - tail)]);
}

function $drawPart(binding: Binding, part: Part, reused: LexicalNode | undefined): LexicalNode {
  if (reused && $isPart(reused, part)) return reused;
  switch (part.kind) {
    case 'break':
      return reused ?? $createLineBreakNode();
    case 'embed': {
      const node = reused ?? $newNode(binding.editor, String(part.embed.type));
      $applyFields(node, part.embed);
      return node;
    }
    case 'element': {
      const node = reused ?? $newNode(binding.editor, part.type);
      $applyFields(node, part.fields);
      if ($isElementNode(node)) $drawParts(binding, node, part.parts);
      return node;
    }
    case 'tab': {
      const node = $isTabNode(reused) ? reused : $createTabNode();
      $applyLook(node, part.look, '\t');
      return node;
    }
    case 'text': {
      const type = part.look.type;
      const node = reused ?? (typeof type === 'string' ? $newNode(binding.editor, type) : $createTextNode());
      if ($isTextNode(node)) $applyLook(node, part.look, part.text);
      return node;
    }
  }
}
