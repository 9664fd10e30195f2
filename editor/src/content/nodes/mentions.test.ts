// @vitest-environment jsdom
import { $generateHtmlFromNodes, $generateNodesFromDOM } from '@lexical/html';
import { $createParagraphNode, $createTextNode, $getRoot, $insertNodes, $parseSerializedNode } from 'lexical';
import { expect, test } from 'vitest';
import { attached, edit, stored } from '../binding/people.test.kit.ts';
import { createHeadlessDocumentEditor } from '../headless.ts';
import { $createDocumentLinkNode, $createPersonNode, $isDocumentLinkNode, $isPersonNode } from './mentions.ts';

function pasted(html: string): string[] {
  const editor = createHeadlessDocumentEditor();
  edit(editor, () => {
    $getRoot().clear().append($createParagraphNode()).selectStart();
    $insertNodes($generateNodesFromDOM(editor, new DOMParser().parseFromString(html, 'text/html')));
  });
  return editor.read(() =>
    $getRoot()
      .getFirstChildOrThrow<ReturnType<typeof $createParagraphNode>>()
      .getChildren()
      .map((node) => {
        if ($isPersonNode(node)) return `person ${node.getPerson()} ${node.getName()}`;
        if ($isDocumentLinkNode(node)) return `document ${node.getDocument()} ${node.getTitle()}`;
        return node.getTextContent();
      }),
  );
}

test('mentions are copied as HTML, and come back from it', () => {
  const editor = createHeadlessDocumentEditor();
  edit(
    editor,
    () =>
      void $getRoot()
        .clear()
        .append(
          $createParagraphNode().append(
            $createTextNode('with '),
            $createPersonNode('p1', 'Ada'),
            $createDocumentLinkNode('d-1', 'Plans <b>'),
          ),
        ),
  );
  const html = editor.read(() => $generateHtmlFromNodes(editor, null));
  expect(html).toContain('<span data-person="p1">@Ada</span>');
  expect(pasted(html)).toEqual(['with ', 'person p1 Ada', 'document d-1 Plans <b>']);
  expect(editor.read(() => $getRoot().getTextContent())).toBe('with @AdaPlans <b>');
});

test('what a peer or a page says a mention is, is text of bounded length and an id, or nothing', () => {
  expect(pasted('<a data-document="../../x" href="javascript:alert(1)">x</a>').join()).not.toContain('document');
  expect(pasted(`<span data-person="${'p'.repeat(500)}">@${'n'.repeat(500)}</span>`)[0]?.length).toBeLessThan(220);
  const { editor } = attached(stored('one'));
  edit(editor, () => {
    const hostile = { type: 'document-link', version: 1, $: { document: '../x', title: { a: 1 } } };
    const node = $parseSerializedNode(hostile as never);
    expect($isDocumentLinkNode(node) && [node.getDocument(), node.getTitle()]).toEqual(['', '']);
  });
});
