import type { EditorThemeClasses } from 'lexical';
import { cx } from '../ui/cx.ts';
import callout from './blocks/callout/callout.module.css';
import embed from './blocks/embed/EmbedView.module.css';
import equation from './blocks/equation/Equation.module.css';
import toggle from './blocks/toggle/toggle.module.css';
import files from './files/FileBlock.module.css';
import images from './images/ImageBlock.module.css';
import contents from './outline/Contents.module.css';
import table from './tables/table.module.css';
import styles from './text.module.css';

/** Class names are `string | undefined` to the compiler; a missing one is no class. */
const name = (...keys: string[]): string => cx(...keys.map((key) => styles[key]));

export const theme: EditorThemeClasses = {
  paragraph: name('paragraph'),
  heading: {
    h1: name('heading1'),
    h2: name('heading2'),
    h3: name('heading3'),
    h4: name('heading3'),
    h5: name('heading3'),
    h6: name('heading3'),
  },
  quote: name('quote'),
  code: name('code'),
  hr: name('divider'),
  hrSelected: name('dividerSelected'),
  image: cx(images.block),
  file: cx(files.block),
  link: name('link'),
  callout: { block: cx(callout.block, callout.hue), sign: cx(callout.sign), body: cx(callout.body) },
  equation: { block: cx(equation.block), inline: cx(equation.inline) },
  embed: cx(embed.block),
  tableOfContents: cx(contents.block),
  toggle: { block: cx(toggle.block), arrow: cx(toggle.arrow), body: cx(toggle.body) },
  table: cx(table.table),
  tableScrollableWrapper: cx(table.scroll),
  tableCell: cx(table.cell),
  tableCellHeader: cx(table.header),
  tableCellSelected: cx(table.selected),
  tableSelection: cx(table.selecting),
  list: {
    ul: name('list', 'bullets'),
    ol: name('list', 'numbers'),
    listitem: name('item'),
    listitemChecked: name('checked'),
    listitemUnchecked: name('unchecked'),
    nested: { listitem: name('nestedItem') },
    checklist: name('checklist'),
    olDepth: [name('list', 'numbers'), name('list', 'letters'), name('list', 'romans')],
  },
  text: {
    bold: name('bold'),
    italic: name('italic'),
    underline: name('underline'),
    strikethrough: name('strikethrough'),
    underlineStrikethrough: name('underlineStrikethrough'),
    code: name('inlineCode'),
    highlight: name('highlight'),
    superscript: name('superscript'),
    subscript: name('subscript'),
  },
};
