import fc from 'fast-check';
import { type ContentNode, childrenOf, plainText, statesOf, withStates } from './content-node.ts';
import { sourceNode } from './inline/source.ts';
import { BITS, marksOf } from './inline/text-marks.ts';
import { showsItself } from './nodes/link.ts';

/* Documents in the form in which the editor keeps them, with everything in them that trips a format. */

const AWKWARD = [
  ...'ab1 *_`~[]()<>#-+.!|\\&"\'$=@:/{}^%,;?',
  ...[
    '  ',
    ' ',
    'word',
    '中文',
    '“引”',
    'é',
    '😀',
    '\u00a0',
    '1.',
    '1)',
    '- ',
    '# ',
    '> ',
    '```',
    '~~',
    '**',
    '__',
    '==',
    '$$',
    '[x]',
    '[ ]',
  ],
  ...[
    'http://a.b',
    'www.a.b',
    'a@b.cd',
    '&amp;',
    '<b>',
    '</u>',
    '<!--',
    '-->',
    '![',
    '](',
    '[^1]',
    '[!NOTE]',
    '|-|',
    '---',
    '\u200b',
  ],
];

const words = fc.array(fc.constantFrom(...AWKWARD), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));

const format = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.constantFrom(...Object.values(BITS)) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 127 }) },
);

const style = fc.oneof(
  { weight: 8, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom('color: red', 'color: #111; background-color: rgb(1, 2, 3)') },
);

const look = fc.record({ format, style }).map(({ format: bits, style: css }) => ({
  ...(bits === 0 ? {} : { format: bits }),
  ...(css === '' ? {} : { style: css }),
}));

const text: fc.Arbitrary<ContentNode> = fc
  .record({ words, look })
  .map(({ words: said, look: looks }) => ({ type: 'text', text: said, ...looks }));
const lineBreak = fc.constant<ContentNode>({ type: 'linebreak' });
const tab: fc.Arbitrary<ContentNode> = look.map((looks) => ({ type: 'tab', text: '\t', ...looks }));

const URLS = ['https://a.b/c?d=e&f=(g)', 'mailto:a@b.cd', './page.md', '#part', 'https://a.b/"q"', 'https://a.b/中文'];
const link: fc.Arbitrary<ContentNode> = fc
  .record({
    url: fc.constantFrom(...URLS),
    title: fc.option(words, { nil: undefined }),
    children: fc
      .array(fc.oneof(text, lineBreak), { minLength: 1, maxLength: 3 })
      .filter((nodes) => nodes.some(({ type }) => type === 'text')),
  })
  .map(({ title, ...rest }) => ({ type: 'link', ...rest, ...(title === undefined ? {} : { title }) }));
const autolink: fc.Arbitrary<ContentNode> = fc
  .constantFrom('https://a.b', 'http://a.b/c_d_e?f=*g*', 'mailto:a@b.cd')
  .map((url) => ({ type: 'autolink', url, children: [{ type: 'text', text: url.replace('mailto:', '') }] }));

const tex = fc
  .array(fc.constantFrom(...'ab1 ^_{}\\$&"<', '\\frac', '\n', '$$'), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''))
  .filter((said) => said.trim() !== '');
const inlineEquation: fc.Arbitrary<ContentNode> = tex.map((said) => ({ type: 'inline-equation', $: { tex: said } }));

const mention = fc.oneof(
  words.map((name) => withStates('person', { person: 'u "1"', name })),
  words.map((title) => withStates('document-link', { document: 'abc-1', title })),
);

const VALUES = ['', 'price', 'room-1.temp'];
const liveValue = fc.constantFrom(...VALUES).map((value) => withStates('live-value', { value }));
const sparkline = fc.constantFrom(...VALUES).map((value) => withStates('sparkline', { value }));

export const line: fc.Arbitrary<ContentNode[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: text },
    { weight: 2, arbitrary: lineBreak },
    { weight: 1, arbitrary: tab },
    { weight: 2, arbitrary: link },
    { weight: 1, arbitrary: autolink },
    { weight: 1, arbitrary: inlineEquation },
    { weight: 1, arbitrary: mention },
    { weight: 1, arbitrary: liveValue },
    { weight: 1, arbitrary: fc.constantFrom('<!-- c -->', '<!--a|b-->', '<!---->').map(sourceNode) },
    {
      weight: 1,
      arbitrary: fc.constant<ContentNode>({ type: 'unknown-inline', $: { parcel: { type: 'new', a: ['"', '<'] } } }),
    },
  ),
  { maxLength: 6 },
);

const blockLook = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom({ format: 'center' }, { format: 'right', indent: 2 }, { direction: 'rtl' }) },
);

const paragraph: fc.Arbitrary<ContentNode> = fc
  .record({ line, look: blockLook })
  .map(({ line: children, look: looks }) => ({ type: 'paragraph', ...looks, children }));
const heading: fc.Arbitrary<ContentNode> = fc
  .record({ line, look: blockLook, tag: fc.constantFrom('h1', 'h2', 'h3', 'h4', 'h5', 'h6') })
  .map(({ line: children, look: looks, tag }) => ({ type: 'heading', tag, ...looks, children }));
const code: fc.Arbitrary<ContentNode> = fc
  .record({
    language: fc.constantFrom('', 'js', 'c++', 'objective-c'),
    children: fc.array(
      fc.oneof(
        words.map((said): ContentNode => ({ type: 'text', text: said })),
        lineBreak,
        tabInCode(),
      ),
      { maxLength: 6 },
    ),
  })
  .map(({ language, children }) => ({ type: 'code', ...(language === '' ? {} : { language }), children }));
const divider = fc.constant<ContentNode>({ type: 'horizontalrule' });

function tabInCode() {
  return fc.constant<ContentNode>({ type: 'tab', text: '\t' });
}

const equation: fc.Arbitrary<ContentNode> = tex.map((said) => ({ type: 'equation', $: { tex: said } }));
const HASH = 'a1'.repeat(32);
const oneLine = words.map((said) => said.replace(/\s+/g, ' ').trim());
const image: fc.Arbitrary<ContentNode> = fc
  .record({
    source: fc.constantFrom(
      { url: 'https://a.b/c.png?d=(e)' },
      { asset: HASH },
      { asset: HASH, name: 'a #1 (b).png', pixels: { width: 12, height: 8 } },
    ),
    alt: oneLine,
    caption: oneLine,
    width: fc.constantFrom(0, 0, 320),
    align: fc.constantFrom('', '', 'left'),
  })
  .filter(({ alt }) => alt !== '😀')
  .map(({ source, ...rest }) => withStates('image', { ...source, ...rest }));
const file: fc.Arbitrary<ContentNode> = fc
  .record({ name: oneLine.filter((name) => name !== ''), size: fc.nat(), mediaType: fc.constantFrom('', 'text/plain') })
  .map((fields) => withStates('file', { asset: HASH, ...fields }));
const embed = fc.constantFrom<ContentNode>({ type: 'embed' }, { type: 'embed', $: { url: 'https://a.b/watch?v=c&d' } });
const single = fc.constantFrom<ContentNode>(
  { type: 'table-of-contents' },
  { type: 'unknown-block', $: { parcel: { type: 'n', b: '--> \n\n' } } },
);

interface Item {
  readonly depth: number;
  readonly type: string;
  readonly item: ContentNode;
}

/** Lists are made of items that know their depth, as in the document. */
const list: fc.Arbitrary<ContentNode> = fc
  .array(
    fc.record({
      depth: fc.integer({ min: 0, max: 3 }),
      type: fc.constantFrom('bullet', 'number', 'check'),
      line,
      look: fc.oneof(
        { weight: 12, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.constant({ format: 'center' }) },
      ),
      checked: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map(
    (items) =>
      listAt(
        items.map(({ depth, type, line: children, look: looks, checked }, i) => ({
          depth: i === 0 ? 0 : depth,
          // The outermost items are of one list.
          type: depth === 0 || i === 0 ? (items[0]?.type ?? 'bullet') : type,
          item: {
            type: 'listitem',
            ...looks,
            ...(checked && (depth === 0 || i === 0 ? items[0]?.type : type) === 'check' ? { checked } : {}),
            children,
          },
        })),
        0,
      )[0] ?? { type: 'list', listType: 'bullet', children: [] },
  );

function listAt(items: readonly Item[], depth: number): ContentNode[] {
  const lists: { type: string; children: ContentNode[] }[] = [];
  const open = (type: string) => {
    const last = lists.at(-1);
    if (last?.type === type) return last;
    const opened = { type, children: [] };
    lists.push(opened);
    return opened;
  };
  for (let i = 0; i < items.length; ) {
    const first = items[i];
    if (first === undefined) break;
    if (first.depth === depth) {
      open(first.type).children.push(first.item);
      i++;
      continue;
    }
    let end = i;
    while ((items[end]?.depth ?? -1) > depth) end++;
    const next = items[end];
    const own = lists.at(-1) ?? open(next?.depth === depth ? next.type : first.type);
    for (const inner of listAt(items.slice(i, end), depth + 1))
      own.children.push({ type: 'listitem', children: [inner] });
    i = end;
  }
  return lists.map(({ type, children }) => ({ type: 'list', listType: type, children }));
}

/** Of lines, as Markdown has them. */
const plainTable: fc.Arbitrary<ContentNode> = fc
  .record({
    rows: fc.integer({ min: 1, max: 3 }),
    aligns: fc.array(fc.constantFrom('', 'center', 'right'), { minLength: 1, maxLength: 3 }),
    lines: fc.array(line, { minLength: 9, maxLength: 9 }),
    headerRow: fc.boolean(),
  })
  .map(({ rows, aligns, lines, headerRow }) => ({
    type: 'grid',
    ...(headerRow ? { $: { headerRow } } : {}),
    children: Array.from({ length: rows }, (_, y) => ({
      type: 'grid-row',
      children: aligns.map((format, x) => ({
        type: 'grid-cell',
        children: [
          { type: 'paragraph', ...(format === '' ? {} : { format }), children: lines[y * aligns.length + x] ?? [] },
        ],
      })),
    })),
  }));

/** With everything else that tables have. */
function tableOf(cell: fc.Arbitrary<ContentNode[]>): fc.Arbitrary<ContentNode> {
  return fc
    .record({
      cells: fc.array(cell, { minLength: 6, maxLength: 6 }),
      headers: fc.constantFrom({}, { $: { headerRow: true } }, { $: { headerRow: true, headerColumn: true } }),
      widths: fc.constantFrom({}, { colWidths: [100, 200, 300] }),
      span: fc.constantFrom({}, { rowSpan: 2 }, { colSpan: 2 }),
      color: fc.constantFrom({}, { $: { color: 'green' } }),
    })
    .map(({ cells, headers, widths, span, color }) => {
      const at = (i: number, more: object) => ({ type: 'grid-cell', ...more, children: cells[i] ?? [] });
      const first = [at(0, span), ...('colSpan' in span ? [] : [at(1, color)]), at(2, {})];
      const second = [...('rowSpan' in span ? [] : [at(3, {})]), at(4, color), at(5, {})];
      const rows = [first, second].map((children) => ({ type: 'grid-row', children }));
      return { type: 'grid', ...headers, ...widths, children: rows };
    });
}

type Blocks = {
  readonly block: ContentNode;
  readonly quote: ContentNode;
  readonly callout: ContentNode;
  readonly toggle: ContentNode;
  readonly table: ContentNode;
  readonly blocks: ContentNode[];
};

export const blocks: fc.Arbitrary<ContentNode[]> = fc.letrec<Blocks>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small' },
    paragraph,
    heading,
    code,
    divider,
    list,
    equation,
    image,
    file,
    embed,
    single,
    sparkline,
    colored(fc.oneof(paragraph, heading, code, divider, equation, image)),
    tie('quote'),
    tie('callout'),
    tie('toggle'),
    tie('table'),
  ),
  quote: fc.oneof(
    fc
      .record({ line, look: blockLook })
      .map(({ line: children, look: looks }): ContentNode => ({ type: 'quote', ...looks, children })),
    tie('blocks')
      .filter((inner) => inner.length > 1 || (inner[0] !== undefined && inner[0].type !== 'paragraph'))
      .map((children): ContentNode => ({ type: 'quote', shadowRoot: true, children })),
  ),
  callout: fc
    .record({
      kind: fc.constantFrom('', 'tip', 'warning'),
      emoji: fc.constantFrom('', '', '🎉'),
      blocks: tie('blocks').filter((inner) => inner.length > 0),
    })
    .map(({ blocks: children, ...states }): ContentNode => ({ ...withStates('callout', states), children })),
  toggle: fc.record({ closed: fc.boolean(), title: fc.oneof(paragraph, heading), blocks: tie('blocks') }).map(
    ({ closed, title, blocks: folded }): ContentNode => ({
      type: 'toggle',
      ...(closed ? { $: { open: false } } : {}),
      children: [title, ...folded],
    }),
  ),
  table: fc.oneof(
    { weight: 2, arbitrary: plainTable },
    { weight: 1, arbitrary: tableOf(tie('blocks').filter((inner) => inner.length > 0)) },
  ),
  blocks: fc
    .array(fc.tuple(tie('block'), fc.constantFrom(0, 0, 0, 1, 1, 2, 3)), { maxLength: 5 })
    .map((nodes) => withoutNeighbouringLists(nodes.map(([node, inset]) => insetBy(node, inset)))),
})).blocks;

function colored(block: fc.Arbitrary<ContentNode>): fc.Arbitrary<ContentNode> {
  return fc
    .record({ block, color: fc.constantFrom('red', 'blue-ground') })
    .map(({ block: node, color }): ContentNode => ({ ...node, $: { ...statesOf(node), color } }));
}

/** Blocks of items of lists; a list goes on behind them. */
function insetBy(node: ContentNode, inset: number): ContentNode {
  if (node.type === 'list') return node.listType === 'number' && inset > 0 ? { ...node, start: inset + 1 } : node;
  return inset === 0 ? node : { ...node, $: { ...statesOf(node), inset } };
}

/** Lists of one kind side by side are one list in a document. */
function withoutNeighbouringLists(nodes: readonly ContentNode[]): ContentNode[] {
  return nodes.filter((node, i) => node.type !== 'list' || nodes[i - 1]?.type !== 'list');
}

/**
 * A document as Lexical would hold it: like texts joined; without marks that nobody sees, on white space; and a link that
 * shows its own address is one that follows it, whoever made it, since neither format has two kinds of them.
 */
export function normal(nodes: readonly ContentNode[]): ContentNode[] {
  const result: ContentNode[] = [];
  for (const node of nodes) {
    if ((node.type === 'text' && !node.mode) || node.type === 'tab') {
      for (const part of visiblyMarked(node)) {
        const last = result.at(-1);
        if (
          part.type === 'text' &&
          last?.type === 'text' &&
          !last.mode &&
          last.format === part.format &&
          last.style === part.style
        ) {
          result[result.length - 1] = { ...last, text: `${last.text}${part.text}` };
        } else result.push(part);
      }
    } else if (node.children === undefined) result.push(node);
    else
      result.push({ ...node, ...(isOwnAddress(node) ? { type: 'autolink' } : {}), children: normal(childrenOf(node)) });
  }
  return result;
}

function isOwnAddress(node: ContentNode): boolean {
  return node.type === 'link' && !node.title && showsItself(String(node.url), plainText(node));
}

function visiblyMarked(node: ContentNode): ContentNode[] {
  const bits = Number(node.format ?? 0);
  if (marksOf(bits).includes('code')) return [node];
  return String(node.text)
    .split(/(\s+)/)
    .filter((part) => part !== '')
    .map((part) => {
      const format = part.trim() === '' ? bits & ~(BITS.bold | BITS.italic) : bits;
      const { format: _, ...rest } = node;
      return { ...rest, text: part, ...(format === 0 ? {} : { format }) };
    });
}
