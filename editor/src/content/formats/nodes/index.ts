import type { NodeFormat } from '../node-format.ts';
import { calloutFormat } from './callout.ts';
import { codeFormat } from './code.ts';
import { dividerFormat } from './divider.ts';
import { embedFormat } from './embed.ts';
import { EQUATION_FORMATS } from './equation.ts';
import { fileFormat } from './file.ts';
import { footnoteFormat } from './footnote.ts';
import { headingFormat } from './heading.ts';
import { imageFormat } from './image.ts';
import { lineBreakFormat } from './line-break.ts';
import { LINK_FORMATS } from './link.ts';
import { listFormat } from './list.ts';
import { LIVE_VALUE_FORMATS } from './live-value.ts';
import { MENTION_FORMATS } from './mentions.ts';
import { paragraphFormat } from './paragraph.ts';
import { quoteFormat } from './quote.ts';
import { tableFormat } from './table.ts';
import { tableOfContentsFormat } from './table-of-contents.ts';
import { toggleFormat } from './toggle.ts';
import { UNKNOWN_FORMATS } from './unknown.ts';

/** How each kind of node is written and read. Where two read the same element, the first that wants it gets it. */
export const nodeFormats: readonly NodeFormat[] = [
  ...UNKNOWN_FORMATS,
  ...EQUATION_FORMATS,
  ...MENTION_FORMATS,
  ...LIVE_VALUE_FORMATS,
  footnoteFormat,
  calloutFormat,
  toggleFormat,
  embedFormat,
  imageFormat,
  fileFormat,
  tableOfContentsFormat,
  tableFormat,
  paragraphFormat,
  headingFormat,
  quoteFormat,
  listFormat,
  codeFormat,
  dividerFormat,
  lineBreakFormat,
  ...LINK_FORMATS,
];
