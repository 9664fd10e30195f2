import { $isListItemNode } from '@lexical/list';
import { $isElementNode, type LexicalNode, TEXT_TYPE_TO_FORMAT, type TextNode } from 'lexical';
import type { Attributes, Json } from './schema.ts';
import { CELL, ROW, TABLE } from './table-parts.ts';

/*
 * The fields of a node as they are stored: its JSON in Lexical's compact form (only what isn't default), without what
 * is stored elsewhere or follows from the rest. States are flattened to `$key`, so that two people can change two of
 * them at once. Reading goes through Lexical's own JSON schema, which rejects what a hostile peer might have written.
 */

type Fields = Record<string, Json>;

/** Kept elsewhere in the document, or derived by the editor from what is (`textFormat`, a list item's `value`). */
const ELSEWHERE = new Set(['type', 'version', 'children', 'text', 'textFormat', 'textStyle', '$']);
const OF_LIST_ITEM = new Set(['value', 'indent', 'checked']);
/** What follows from a table as a whole, set where that is drawn. */
const DERIVED: ReadonlyMap<string, readonly string[]> = new Map([
  [TABLE, ['colWidths', 'frozenColumnCount', 'frozenRowCount', 'rowStriping']],
  [ROW, ['height']],
  [CELL, ['backgroundColor', 'colSpan', 'headerState', 'rowSpan', 'width']],
]);

const UNMERGEABLE = 2;
const marks = Object.entries(TEXT_TYPE_TO_FORMAT);
const markNames = new Set<string>(marks.map(([name]) => name));

export function fieldsOf(node: LexicalNode): Attributes {
  const json = node.exportJSON(true) as unknown as Record<string, Json | undefined>;
  const fields: Fields = {};
  for (const [key, value] of Object.entries(json)) {
    if (value !== undefined && !ELSEWHERE.has(key)) fields[key] = value;
  }
  const states = json.$;
  if (states && typeof states === 'object' && !Array.isArray(states)) {
    for (const [key, value] of Object.entries(states)) fields[`$${key}`] = value;
  }
  if ($isListItemNode(node)) {
    for (const key of OF_LIST_ITEM) delete fields[key];
    if (node.getChecked()) fields.checked = true;
  }
  for (const key of DERIVED.get(node.getType()) ?? []) delete fields[key];
  return fields;
}

/** Whether a field of nodes of a type isn't stored, since it follows from what is. */
export function isDerived(type: string, name: string): boolean {
  return DERIVED.get(type)?.includes(name) ?? false;
}

/** Makes a node's fields these, the others default. */
export function $applyFields(node: LexicalNode, fields: Attributes): void {
  const json = unflatten(fields);
  if ($isElementNode(node)) {
    // What the next typed letter looks like is the screen's business: left as it is.
    json.textFormat = node.getTextFormat();
    json.textStyle = node.getTextStyle();
  }
  if ($isListItemNode(node)) {
    // Set to what they are: a list item's indent is structure, and changing it here would move nodes about.
    json.indent = node.getIndent();
    json.value = node.getValue();
  }
  const derived = DERIVED.get(node.getType());
  if (derived) {
    const present = node.exportJSON() as unknown as Fields;
    for (const key of derived) if (present[key] !== undefined) json[key] = present[key];
  }
  node.updateFromJSON(json as never);
}

/** How a text looks: its marks by name, and what else isn't default. */
export function lookOf(node: TextNode): Attributes {
  const { format, detail, highlightType: _, ...look } = { ...fieldsOf(node) };
  if (typeof format === 'number') {
    for (const [name, bit] of marks) if (format & bit) look[name] = true;
  }
  const type = node.getType();
  if (type !== 'tab' && node.isUnmergeable()) look.unmergeable = true;
  if (type === 'tab') delete look.mode;
  else if (type !== 'text' && type !== 'code-highlight') look.type = type;
  return look;
}

/** Makes a text look so. */
export function $applyLook(node: TextNode, look: Attributes, text: string): void {
  const { type: _, separate: __, unmergeable, ...rest } = { ...look };
  let format = 0;
  for (const [name, bit] of marks) {
    if (look[name] === true) format |= bit;
    delete rest[name];
  }
  const json = unflatten(rest);
  node.updateFromJSON({ ...json, text, format, detail: unmergeable ? UNMERGEABLE : 0 } as never);
}

/** Texts that look the same and are simple become one node; others stay the nodes they are. */
export function isSimple(look: Attributes): boolean {
  return look.type === undefined && look.mode === undefined && look.unmergeable === undefined;
}

/** Whether an attribute of a text means something to a plain one: a mark that is set, a style, a mode, a state. */
export function isTextField(name: string, value: Json): boolean {
  if (markNames.has(name) || name === 'unmergeable') return value === true;
  if (name === 'mode') return value === 'token' || value === 'segmented';
  return name.startsWith('$') || (name === 'style' && typeof value === 'string');
}

/** Fields as they are stored, as they stand in a node's JSON. */
export function unflatten(fields: Attributes): Fields {
  const json: Fields = {};
  const states: Fields = {};
  for (const [key, value] of Object.entries(fields)) {
    // `__proto__` among them: as a key it would be the object's own.
    if (key.startsWith('_') || key === 'type' || key === '$__proto__') continue;
    if (key.startsWith('$')) states[key.slice(1)] = value;
    else json[key] = value;
  }
  if (Object.keys(states).length > 0) json.$ = states;
  return json;
}
