import type { Element, ElementContent, Root } from 'hast';
import type { AssetLinks } from '../../nodes/asset-links.ts';
import type { ContentNode } from '../content-node.ts';
import type { Formats } from '../formats.ts';
import { type ImportNote, ImportNotes } from '../notes.ts';
import { Flow, paragraph, type WhiteSpace } from './flow.ts';
import { Scope } from './scope.ts';

export interface ImportedBlocks {
  readonly blocks: readonly ContentNode[];
  readonly notes: readonly ImportNote[];
}

/** The blocks that a tree of HTML says. Only what a rule asks for is ever taken from it. */
export function readHtml(root: Root, whiteSpace: WhiteSpace, formats: Formats, assets: AssetLinks): ImportedBlocks {
  const notes = new ImportNotes();
  const flow = new Flow(paragraph);
  const scope = new Scope({ assets, notes, rules: formats.rules, keepsComments: whiteSpace === 'spaces' }, flow, {
    format: 0,
    style: '',
    whiteSpace,
    wrappers: [],
  });
  const body: Element = {
    type: 'element',
    tagName: 'body',
    properties: {},
    children: root.children as ElementContent[],
  };
  scope.section(body);
  return { blocks: flow.blocks, notes: notes.list };
}
