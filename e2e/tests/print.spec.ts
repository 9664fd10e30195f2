import { expect, test } from '../harness/browser.ts';
import { DocumentWindow } from '../harness/document-window.ts';

const CELLS = Array.from({ length: 12 }, (_, i) => `column ${i} with words`);
const MARKDOWN = `# On paper

Words with [a link](https://example.org/page), **bold** and \`code\`.

## A heading that stays with what follows

- [x] one
- [ ] two

\`\`\`js
const long = '${'a long line of code that is wider than any page '.repeat(6)}';
\`\`\`

| ${CELLS.join(' | ')} |
| ${CELLS.map(() => '-').join(' | ')} |
| ${CELLS.map((_, i) => `cell ${i}`).join(' | ')} |

> [!WARNING]
> Careful.

<details><summary>Folded away</summary>

What is in the toggle.

</details>

${Array.from({ length: 40 }, (_, i) => `### Part ${i}\n\n${'Some words to fill a page with. '.repeat(12)}`).join('\n\n')}
`;

test('on paper there is the text and nothing of the editor; what is folded is open, nothing is cut', async ({
  windows,
}) => {
  const { page } = await windows.open();
  const buffer = Buffer.from(MARKDOWN);
  await page.getByTestId('import-chooser').setInputFiles([{ name: 'paper.md', mimeType: 'text/markdown', buffer }]);
  await page.getByRole('main').getByRole('link', { name: 'On paper' }).click();
  const ann = await new DocumentWindow({ page } as never).opened();
  await expect(ann.text.getByText('Part 39')).toBeAttached();
  await expect(ann.text.getByText('What is in the toggle.')).toBeHidden();
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));

  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 680, height: 960 });
  await expect(ann.text.getByText('What is in the toggle.')).toBeVisible();
  await expect(ann.title).toBeVisible();
  await expect(page.getByRole('toolbar')).toHaveCount(0);
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('button', { name: /^[\d,]+ words/ })).toBeHidden();
  await expect(page.getByText('is imported').first()).toBeHidden();
  const cut = await ann.text.evaluate((root) => {
    const edge = root.getBoundingClientRect().right + 1;
    return [...root.querySelectorAll('code, table, td, th, p, img')]
      .filter(
        (element) => element.getBoundingClientRect().right > edge || element.scrollWidth > element.clientWidth + 1,
      )
      .map((element) => element.tagName);
  });
  expect(cut.filter((tag) => tag !== 'P')).toEqual([]);
  // Paper is white.
  expect(await ann.text.evaluate((root) => getComputedStyle(root).color)).toBe('rgb(29, 31, 38)');

  const pdf = await page.pdf({
    format: 'A4',
    preferCSSPageSize: true,
    ...(process.env.COWRITE_PDF ? { path: process.env.COWRITE_PDF } : {}),
  });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(3);
});
