import { $generateJSONFromSelectedNodes, type ExportMimeTypeFunction } from '@lexical/clipboard';
import { $getEditor, type BaseSelection } from 'lexical';
import { type ContentNode, toHtml, toMarkdown } from '../../content/formats/index.ts';
import { $formatOptions } from './own-formats.ts';

const $selected = (selection: BaseSelection): readonly ContentNode[] =>
  $generateJSONFromSelectedNodes($getEditor(), selection).nodes as unknown as ContentNode[];

export const $copyHtml: ExportMimeTypeFunction = (selection, next) => {
  if (selection === null) return next();
  const nodes = $selected(selection);
  return nodes.length === 0 ? '' : toHtml(nodes, $formatOptions());
};

/** Markdown where there is something that only it can say; a line, or code, is just its words. */
export const $copyText: ExportMimeTypeFunction = (selection, next) => {
  if (selection === null) return next();
  const nodes = $selected(selection);
  return nodes.some(isPart) || nodes.every(isLines) ? next() : toMarkdown(nodes, $formatOptions()).replace(/\n$/, '');
};

const WORDS: readonly string[] = ['text', 'tab', 'linebreak', 'link', 'autolink'];

const isPart = ({ type }: ContentNode): boolean => WORDS.includes(type);

const isLines = (block: ContentNode): boolean =>
  block.type === 'code' ||
  (block.type === 'paragraph' && (block.children ?? []).every(({ type, format }) => type !== 'text' || !format));
