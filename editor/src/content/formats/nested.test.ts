import { expect, test } from 'vitest';
import { fromMarkdown, toMarkdown } from './index.ts';

/* Markdown that says more than a line after the other, as it is kept. */

const kept = [
  ['code in an item', '1. first\n\n   ```js\n   code();\n   ```\n2. second\n'],
  ['code in a nested item, behind which its list goes on', '- a\n  - b\n\n    ```\n    x\n    ```\n  - c\n- d\n'],
  [
    'a quote, a table and a picture in items',
    '- a\n\n  > said\n- b\n\n  | x | y |\n  | - | - |\n  | 1 | 2 |\n\n  ![p](https://a.b/c.png)\n',
  ],
  ['an item that begins with code', '- ```\n  x\n  ```\n- b\n'],
  ['more words of an item behind its code', '1. a\n\n   ```\n   x\n   ```\n\n   then\n2. b\n'],
  ['words behind a nested list', '- a\n\n  - b\n\n  then\n- c\n'],
  ['a callout in an item of a task list', '- [ ] a\n\n  > [!TIP]\n  > b\n- [x] c\n'],
  ['a comment by itself', 'a\n\n<!-- prettier-ignore -->\n\nb\n'],
  ['a comment of several lines', '<!--\na\n\nb\n-->\n\nc\n'],
  ['a comment among words', 'a <!-- why --> b\n'],
  [
    'footnotes',
    'A claim[^1] and another[^long-one].\n\n[^1]: The source.\n\n[^long-one]: More\n\n    ```\n    x\n    ```\n\n    and words.\n\nthe end\n',
  ],
] as const;

test.each(kept)('%s', (_, text) => {
  expect(toMarkdown(fromMarkdown(text).blocks)).toBe(text);
});

test('what a peer calls Markdown’s source and isn’t goes out as words', () => {
  const children = [{ type: 'text', text: '<script>alert(1)</script>', mode: 'token', $: { markdown: true } }];
  expect(toMarkdown([{ type: 'paragraph', children }])).toBe('\\<script>alert(1)\\</script>\n');
});
