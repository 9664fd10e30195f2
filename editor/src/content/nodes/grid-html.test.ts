// @vitest-environment jsdom
import { $generateHtmlFromNodes, $generateNodesFromDOM } from '@lexical/html';
import { $createParagraphNode, $getRoot, $insertNodes, type LexicalEditor } from 'lexical';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { createHeadlessDocumentEditor } from '../headless.ts';
import { attachDocument } from '../index.ts';
import { $createGrid, $mergeRange, $shownCells } from '../tables/edit.ts';

/* Tables as HTML, out of a document and into one. */

const attached = (): LexicalEditor => {
  const editor = createHeadlessDocumentEditor();
  attachDocument(editor, new Y.Doc(), { checkWhenIdle: 0 });
  return editor;
};

const html = (editor: LexicalEditor): string => editor.read(() => $generateHtmlFromNodes(editor, null));

const pasted = (markup: string): string => {
  const editor = attached();
  editor.update(
    () => {
      $getRoot().clear().append($createParagraphNode()).selectStart();
      $insertNodes($generateNodesFromDOM(editor, new DOMParser().parseFromString(markup, 'text/html')));
    },
    { discrete: true },
  );
  return html(editor)
    .replace(/<p>(<span[^>]*>)?/g, '')
    .replace(/(<\/span>)?<\/p>|<br>|<tbody>|<\/tbody>/g, '');
};

test('what names columns and rows is said to, merged cells span, and colours and alignment are kept', () => {
  const editor = attached();
  editor.update(
    () => {
      const table = $createGrid(3, 2, { headerRow: true });
      table.setHeaderColumn(true);
      $getRoot().clear().append(table);
      for (const [i, { cell }] of $shownCells(table).entries()) cell.selectStart().insertText(String(i));
      $mergeRange(table, { top: 1, left: 1, bottom: 2, right: 1 });
      $shownCells(table)[3]?.cell.setColor('yellow').setFormat('center');
    },
    { discrete: true },
  );
  const table = new DOMParser().parseFromString(html(editor), 'text/html').querySelector('table');
  expect([...(table?.querySelectorAll('thead th') ?? [])].map((cell) => cell.getAttribute('scope'))).toEqual([
    'col',
    'col',
  ]);
  expect([...(table?.querySelectorAll('tbody th') ?? [])].map((cell) => cell.getAttribute('scope'))).toEqual([
    'row',
    'row',
  ]);
  const merged = table?.querySelector('td');
  expect(merged?.getAttribute('rowspan')).toBe('2');
  expect(merged?.textContent).toBe('35');
  expect(merged?.style.textAlign).toBe('center');
  expect(merged?.dataset.color).toBe('yellow');
});

test('a table of a page comes with its head, its spans, its colours and its alignment', () => {
  const made = pasted(
    '<table><thead><tr><th>x</th><th>y</th></tr></thead><tbody><tr><td rowspan="2" style="background-color: rgb(255, 255, 0)">1</td><td align="right">2</td></tr><tr><td>3</td></tr></tbody></table>',
  );
  expect(made).toBe(
    '<table><thead><tr><th scope="col">x</th><th scope="col">y</th></tr></thead><tr><td rowspan="2" data-color="yellow" style="background-color: rgb(253, 243, 199);">1</td><td style="text-align: right;">2</td></tr><tr><td>3</td></tr></table>',
  );
});

test('rows of different lengths become a rectangle, and a table in a cell what was in it', () => {
  expect(pasted('<table><tr><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>')).toBe(
    '<table><tr><td>1</td><td></td></tr><tr><td>2</td><td>3</td></tr></table>',
  );
  const nested = pasted('<table><tr><td>1<table><tr><td>2</td></tr></table></td></tr></table>');
  expect(nested.match(/<table/g)?.length).toBe(1);
  expect(nested).toContain('2');
});
