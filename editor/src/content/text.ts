import type * as Y from 'yjs';
import { unflatten } from './binding/node-json.ts';
import { holdsBlocks, isSlot, outlineOf, textsOf } from './binding/outline.ts';
import { type Attributes, documentRoot, readAttributes, typeOf } from './binding/schema.ts';
import { isTable } from './binding/table-parts.ts';
import { gridOf } from './binding/tables.ts';
import type { ContentNode } from './formats/index.ts';
import type { OwnTexts } from './own-nodes.ts';

/**
 * The text of a document, a line a block, without an editor: for search, previews and comparisons. `own` tells what
 * an embedder's nodes say.
 */
export function documentText(doc: Y.Doc, own: OwnTexts = new Map()): string {
  return linesOf(documentRoot(doc), own).join('\n');
}

function linesOf(container: Y.XmlElement, own: OwnTexts): string[] {
  return outlineOf(container).flatMap((block) => {
    if (isSlot(block.head)) return [];
    const said = own.get(typeOf(block.head));
    if (said) return [said(nodeOf(typeOf(block.head), readAttributes(block.head)))];
    if (isTable(block.head)) {
      return gridOf(block.head).rows.flatMap(({ cells }) =>
        cells.flatMap(({ elements }) => elements.flatMap((each) => linesOf(each, own))),
      );
    }
    return holdsBlocks(block.head)
      ? linesOf(block.head, own)
      : [
          textsOf(block)
            .map((text) => plainText(text, own))
            .join(''),
        ];
  });
}

function plainText(text: Y.XmlText, own: OwnTexts): string {
  const parts = text.toDelta() as { insert: unknown }[];
  return parts.map(({ insert }) => (typeof insert === 'string' ? insert : textOfEmbed(insert, own))).join('');
}

function textOfEmbed(embed: unknown, own: OwnTexts): string {
  if (own.size === 0 || typeof embed !== 'object' || embed === null) return '';
  const { type, ...fields } = embed as { readonly type?: unknown } & Attributes;
  return typeof type === 'string' ? (own.get(type)?.(nodeOf(type, fields)) ?? '') : '';
}

function nodeOf(type: string, fields: Attributes): ContentNode {
  return { ...unflatten(fields), type };
}
