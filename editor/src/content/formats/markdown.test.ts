import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ContentNode } from './content-node.ts';
import { readMarkdown } from './convert.ts';
import { blocks, normal } from './documents.test.kit.ts';
import { fromMarkdown, toMarkdown } from './index.ts';
import { BITS } from './inline/text-marks.ts';

const cellOf = (...children: ContentNode[]): ContentNode => ({
  type: 'grid',
  children: [
    {
      type: 'grid-row',
      children: [{ type: 'grid-cell', children: [{ type: 'paragraph', children }] }],
    },
  ],
});

const MONEY: ContentNode = {
  type: 'callout',
  children: [
    {
      type: 'paragraph',
      children: [
        { type: 'inline-equation', $: { tex: 'a' } },
        { type: 'text', text: '1a' },
      ],
    },
  ],
};

const RUNS = Number(process.env.FORMAT_RUNS ?? 150);

test('a document that went out as Markdown comes back as it was', () => {
  fc.assert(
    fc.property(blocks, (document) => {
      const markdown = toMarkdown(document);
      expect(normal(fromMarkdown(markdown).blocks), markdown).toEqual(normal(document));
    }),
    { numRuns: RUNS, examples: [[[cellOf({ type: 'text', text: '\\|', format: BITS.code })]], [[MONEY]]] },
  );
});

/* A text of pieces that mean something in Markdown, well formed or not. */
const PIECES = [
  ...[
    '# ',
    '## ',
    '###### ',
    '- ',
    '* ',
    '+ ',
    '1. ',
    '3) ',
    '  ',
    '    ',
    '> ',
    '```',
    '```js',
    '~~~',
    '---',
    '***',
    '===',
    '| a | b |',
    '|:-:|--|',
  ],
  ...[
    '- [ ] ',
    '- [x] ',
    '> [!NOTE]',
    '> [!tip]',
    '$$',
    '$a$',
    '$5 and $6',
    '[^1]',
    '[^1]: ',
    '[a]: https://a.b',
    '[a]',
    '![a](https://a.b/c.png "t")',
  ],
  ...[
    '**b**',
    '*i*',
    '__b__',
    '_i_',
    '~~s~~',
    '~s~',
    '`c`',
    '``c ` c``',
    '<u>u</u>',
    '<br>',
    '<b>',
    '</b>',
    '<details>',
    '</details>',
    '<summary>s</summary>',
  ],
  ...[
    '<table><tr><td>c</td></tr></table>',
    '<!-- c -->',
    '<p align="center">',
    '</p>',
    '<div>',
    '</div>',
    '[l](https://a.b "t")',
    '[l](<./a b>)',
    '<https://a.b>',
  ],
  ...[
    'https://a.b/c?d=e',
    'www.a.b',
    'a@b.cd',
    '\\',
    '\\*',
    '&amp;',
    '&nbsp;',
    '&#x20;',
    '&lt;',
    'word',
    'two words',
    '“中文”',
    '\t',
    '**“中”**文',
    'a_b_c',
    '*',
    '_',
    '`',
    '<',
    '[',
  ],
];
const markdownText = fc
  .array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom('', '', ' ', '\n', '\n', '\n\n')), { maxLength: 14 })
  .map((pieces) => pieces.map(([piece, end]) => piece + end).join(''));

test('Markdown that was written by somebody else is the same after it was set in order once', () => {
  fc.assert(
    fc.property(markdownText, (text) => {
      const once = toMarkdown(fromMarkdown(text).blocks);
      expect(toMarkdown(fromMarkdown(once).blocks), text).toBe(once);
    }),
    {
      numRuns: RUNS,
      examples: [
        ['[^1]: $$'],
        ['[^1]: a\n\n    <div>\n\nb'],
        ['[^1]# \n- [^1]: '],
        ['> [^1]: a\n\n[^1]'],
        ['<br>[^1]: # \n[^1]: '],
        ['[^1]: # ![a](https://a.b/c.png "t")'],
        ['[^1]: <details># '],
      ],
    },
  );
});

test('a text that is read in parts is the one that is read at once', () => {
  fc.assert(
    fc.property(fc.array(markdownText, { maxLength: 4 }), (texts) => {
      const text = texts.join('\n\n# Part\n\n');
      const parts = [...readMarkdown(text, {}, 1)].flatMap(({ blocks: read }) => read);
      expect(parts, text).toEqual(readMarkdown(text, {}, Number.POSITIVE_INFINITY).next().value?.blocks);
    }),
    { numRuns: RUNS, examples: [[['+ $$\n\n', '']], [['+ ```\n\n\n', 'word']], [['<!-- c -->```js<b>```js', '']]] },
  );
});
