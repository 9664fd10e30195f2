import type { ImportMimeTypeFunction } from '@lexical/clipboard';
import { $getEditor, $isRangeSelection, type BaseSelection, createCommand, type LexicalCommand } from 'lexical';
import {
  type ContentNode,
  type FileFormatId,
  fromHtml,
  fromMarkdown,
  looksLikeMarkdown,
  UnreadableError,
} from '../../content/formats/index.ts';
import { $isInCode } from '../blocks/block-type.ts';
import { $insertCodeText } from '../blocks/code-block.ts';
import { codeCopiedFrom } from './copied-code.ts';
import { $insertContent } from './insert-content.ts';
import { $formatOptions } from './own-formats.ts';
import { isPlainPaste } from './plain-paste.ts';

/** A text too long to be read between two frames. Whoever takes the command reads it elsewhere and puts it in by parts. */
export interface LongPaste {
  /** `lines` is plain text of which each line is a paragraph, as in a short paste. */
  readonly format: FileFormatId | 'lines';
  readonly text: string;
}

export const LONG_PASTE_COMMAND: LexicalCommand<LongPaste> = createCommand('LONG_PASTE_COMMAND');

/** Characters, and lines, that are read and put in within a frame or two. */
const LONG = 60_000;
const MANY_LINES = 500;

const isLong = (text: string): boolean => text.length > LONG || text.split('\n', MANY_LINES + 1).length > MANY_LINES;

export const $pasteHtml: ImportMimeTypeFunction = (html, selection, _next, dataTransfer) => {
  const text = dataTransfer.getData('text/plain');
  if ($pasteIntoCode(text, selection)) return true;
  // What comes next is the plain text.
  if (isPlainPaste($getEditor())) return false;
  const code = codeCopiedFrom(dataTransfer);
  if (code === 'text') return false;
  if (code !== null) {
    $insertContent([code], selection);
    return true;
  }
  if (html.length > LONG && $pasteElsewhere({ format: 'html', text: html })) return true;
  const blocks = $read(() => fromHtml(html, $formatOptions()).blocks);
  if (blocks === null || blocks.length === 0) return false;
  // Some programs put Markdown's source on the clipboard as a page that shows it.
  if (blocks.every(isBare) && looksLikeMarkdown(text)) return false;
  $insertContent(blocks, selection);
  return true;
};

export const $pasteText: ImportMimeTypeFunction = (text, selection, next) => {
  if ($pasteIntoCode(text, selection)) return true;
  const isMarkdown = !isPlainPaste($getEditor()) && looksLikeMarkdown(text);
  if (isLong(text) && $pasteElsewhere({ format: isMarkdown ? 'markdown' : 'lines', text })) return true;
  if (!isMarkdown) return next();
  const blocks = $read(() => fromMarkdown(text, $formatOptions()).blocks);
  if (blocks === null || blocks.length === 0) return next();
  $insertContent(blocks, selection);
  return true;
};

const $pasteIntoCode = (text: string, selection: BaseSelection): boolean => {
  if (text === '' || !$isRangeSelection(selection) || !$isInCode(selection)) return false;
  $insertCodeText(selection, text);
  return true;
};

const $pasteElsewhere = (paste: LongPaste): boolean => $getEditor().dispatchCommand(LONG_PASTE_COMMAND, paste);

/** Null for what can't be read without harm: there is still its plain text. */
const $read = (read: () => readonly ContentNode[]): readonly ContentNode[] | null => {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  }
};

/** A paragraph of words without any look. */
const isBare = (block: ContentNode): boolean =>
  block.type === 'code' ||
  (block.type === 'paragraph' &&
    (block.children ?? []).every(
      ({ type, format }) => (type === 'text' || type === 'linebreak' || type === 'tab') && format === undefined,
    ));
