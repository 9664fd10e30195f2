export type { ContentNode } from './content-node.ts';
export {
  type FormatOptions,
  fromHtml,
  fromMarkdown,
  type ReadPart,
  toHtml,
  toHtmlPage,
  toMarkdown,
} from './convert.ts';
export { type FileFormat, type FileFormatId, fileFormats, formatOfFile } from './file-formats.ts';
export type { ImportedBlocks } from './html/read.ts';
export { looksLikeMarkdown } from './markdown/looks-like-markdown.ts';
export type { HtmlRule, HtmlWriter, MarkdownBlock, MarkdownWriter, NodeFormat } from './node-format.ts';
export type { ImportNote } from './notes.ts';
export { toPlainText } from './plain-text.ts';
export { UnreadableError } from './unreadable.ts';
export type { WritableDocument } from './writable-document.ts';
