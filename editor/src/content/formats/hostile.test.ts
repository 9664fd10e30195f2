import { expect, test } from 'vitest';
import type { ContentNode } from './content-node.ts';
import { fromHtml, fromMarkdown, toHtml, toMarkdown, UnreadableError } from './index.ts';

/* What somebody may have put into a file or on the clipboard, and what may come of it: words, and nothing that acts. */

const ADDRESSES = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'java&#x09;script:alert(1)',
  '&#106;avascript:alert(1)',
  '&#0000106avascript:alert(1)',
  'javascript&colon;alert(1)',
  '\u0001javascript:alert(1)',
  '\u200bjavascript:alert(1)',
  '%6aavascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'blob:https://a.b/1',
  'file:///etc/passwd',
  'filesystem:https://a.b/1',
];

const harmful = /(javascript|vbscript|data|blob|file|filesystem):/i;

const addressesIn = (nodes: readonly ContentNode[]): string[] =>
  nodes.flatMap((node) => [
    ...(typeof node.url === 'string' ? [node.url] : []),
    ...(typeof (node.$ as { url?: unknown })?.url === 'string' ? [String((node.$ as { url?: unknown }).url)] : []),
    ...addressesIn((node.children ?? []) as ContentNode[]),
  ]);

test.each(ADDRESSES)('no link, picture or frame leads to %j', (address) => {
  const quoted = address.replaceAll('"', '&quot;');
  const { blocks } = fromHtml(
    `<p><a href="${quoted}">words</a><img src="${quoted}" alt="picture"></p><iframe src="${quoted}"></iframe>
     <figure data-embed><a href="${quoted}">x</a></figure><a href="${quoted}" data-file-size="1" download="f">f</a>`,
  );
  for (const found of addressesIn(blocks)) expect(found).not.toMatch(harmful);
  expect(JSON.stringify(blocks)).toContain('words');
  expect(toHtml(blocks)).not.toMatch(/(href|src)="[^"]*(javascript|vbscript|data|blob|file):/i);
});

test.each(ADDRESSES)('no Markdown leads to %j', (address) => {
  const text = `[words](<${address}>) ![p](<${address}>) <${address}> [ref]\n\n[ref]: <${address}>\n\n<a href="${address.replaceAll('"', '')}">raw</a>`;
  const { blocks } = fromMarkdown(text);
  for (const found of addressesIn(blocks)) expect(found).not.toMatch(harmful);
});

test('a document whose links a hostile peer wrote goes out without their addresses', () => {
  const document: ContentNode[] = [
    {
      type: 'paragraph',
      children: [{ type: 'link', url: 'java\tscript:alert(1)', children: [{ type: 'text', text: 'words' }] }],
    },
    { type: 'image', $: { url: 'javascript:alert(1)', alt: 'a' } },
    { type: 'embed', $: { url: 'javascript:alert(1)' } },
    {
      type: 'paragraph',
      children: [{ type: 'text', text: 'x', style: 'background: url(https://a.b); color: red" onclick="x' }],
    },
  ];
  for (const written of [toHtml(document), toMarkdown(document)]) expect(written).not.toMatch(/script:|url\(|onclick=/);
});

test.each([
  '<script>alert(1)</script>',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<img src=x onerror=alert(1)>',
  '<p onclick="alert(1)" style="behavior:url(x)">text</p>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template>',
  '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">go</button></form>',
  '<object data="data:text/html,x"></object><embed src="javascript:alert(1)"><base href="javascript:">',
  '<a href="https://a.b" onclick="alert(1)" style="color:expression(alert(1))">a</a>',
])('nothing runs of %s', (html) => {
  const { blocks } = fromHtml(html);
  const written = toHtml(blocks) + toMarkdown(blocks);
  expect(written).not.toMatch(/<(script|svg|object|embed|base|form|button|style|template)\b/i);
  expect(written).not.toMatch(/\bon\w+=|expression\(|behavior/i);
});

test('no attribute reaches an object that others share', () => {
  const { blocks } = fromHtml(
    '<p __proto__="x" constructor="y" style="__proto__: x; constructor: y" data-__proto__="z" class="__proto__">a</p>',
  );
  expect(blocks).toEqual([{ type: 'paragraph', children: [{ type: 'text', text: 'a' }] }]);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

const MANY = 100_000;
/** Of the processor: how busy the machine is otherwise says nothing. */
const within = (milliseconds: number, work: () => unknown) => {
  const start = process.cpuUsage();
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableError);
  }
  expect(process.cpuUsage(start).user / 1_000).toBeLessThan(milliseconds);
};

test.each([
  { name: 'deep elements', html: '<div>'.repeat(MANY) },
  { name: 'deep quotes', html: '<blockquote>'.repeat(MANY) },
  { name: 'deep lists', html: '<ul><li>'.repeat(MANY) },
  { name: 'deep tables', html: '<table><tr><td>'.repeat(MANY) },
  {
    name: 'formats that are never closed',
    html: Array.from({ length: 400 }, (_, i) => `<font color="${i}">`).join('') + '<p>x'.repeat(MANY),
  },
  { name: 'closing tags without opening ones', html: '</b></i></a></p>'.repeat(MANY) },
  { name: 'a style of nothing but spaces', html: `<p style="color:${' '.repeat(1_000_000)}x">a</p>` },
  { name: 'attributes without end', html: `<p ${'a="b" '.repeat(50_000)}>a</p>` },
  { name: 'an enormous span', html: '<table><tr><td colspan="100000000" rowspan="100000000">a</td></tr></table>' },
])('$name cost no more time than their length', ({ html }) => {
  within(8_000, () => toMarkdown(fromHtml(html).blocks));
});

test.each([
  { name: 'stars', text: '*'.repeat(50_000) },
  { name: 'stars and letters', text: '*a '.repeat(20_000) },
  { name: 'opening brackets', text: '['.repeat(20_000) },
  { name: 'dollars', text: '$ '.repeat(20_000) },
  { name: 'quotes', text: '>'.repeat(20_000) },
  { name: 'lists', text: '- '.repeat(5_000) },
  { name: 'lists in lists', text: Array.from({ length: 1_000 }, (_, i) => `${'  '.repeat(i)}- x`).join('\n') },
  { name: 'backticks', text: Array.from({ length: 300 }, (_, i) => '`'.repeat(i)).join(' ') },
])('Markdown of nothing but $name is read all the same', ({ text }) => {
  within(20_000, () => toMarkdown(fromMarkdown(text).blocks));
});
