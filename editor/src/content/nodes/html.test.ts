// @vitest-environment jsdom
import { $generateHtmlFromNodes, $generateNodesFromDOM } from '@lexical/html';
import { $createHeadingNode } from '@lexical/rich-text';
import { $createParagraphNode, $createTextNode, $getRoot, $insertNodes, type LexicalNode } from 'lexical';
import { expect, test } from 'vitest';
import { createHeadlessDocumentEditor } from '../headless.ts';
import { $createCalloutNode } from './callout.ts';
import { $createEmbedNode } from './embed.ts';
import { $createEquationNode, $createInlineEquationNode } from './equation.ts';
import { $createTableOfContentsNode } from './table-of-contents.ts';
import { $createToggleNode } from './toggle.ts';

/* What is copied out of a document as HTML, and what comes of it, ours or others', when it is pasted. */

const paragraph = (text: string): LexicalNode => $createParagraphNode().append($createTextNode(text));

/** The compact JSON of what an editor holds. */
interface Shape {
  readonly type: string;
  readonly $?: Record<string, unknown>;
  readonly text?: string;
  readonly tag?: string;
  readonly children?: readonly Shape[];
}

function shapesOf(node: LexicalNode): Shape {
  const { type, $: states, text, tag } = node.exportJSON(true) as unknown as Shape;
  const children = 'getChildren' in node ? (node as ReturnType<typeof $getRoot>).getChildren().map(shapesOf) : null;
  return {
    type,
    ...(states && { $: states }),
    ...(text && { text }),
    ...(tag && { tag }),
    ...(children && { children }),
  };
}

function pasted(html: string): readonly Shape[] {
  const editor = createHeadlessDocumentEditor();
  editor.update(
    () => {
      $getRoot().clear().append($createParagraphNode()).selectStart();
      $insertNodes($generateNodesFromDOM(editor, new DOMParser().parseFromString(html, 'text/html')));
    },
    { discrete: true },
  );
  return editor.read(() => $getRoot().getChildren().map(shapesOf));
}

function copied($make: () => LexicalNode[]): { html: string; shapes: readonly Shape[] } {
  const editor = createHeadlessDocumentEditor();
  editor.update(
    () =>
      void $getRoot()
        .clear()
        .append(...$make()),
    { discrete: true },
  );
  return editor.read(() => ({
    html: $generateHtmlFromNodes(editor, null),
    shapes: $getRoot().getChildren().map(shapesOf),
  }));
}

const text = (words: string): Shape => ({ type: 'paragraph', children: [{ type: 'text', text: words }] });

test.each<[string, () => LexicalNode[]]>([
  ['a callout', () => [$createCalloutNode('warning').setEmoji('🦊').append(paragraph('hot'), paragraph('very'))]],
  ['a callout without an emoji', () => [$createCalloutNode('tip').append(paragraph('try it'))]],
  ['a toggle', () => [$createToggleNode().append(paragraph('title'), paragraph('one'), paragraph('two'))]],
  [
    'a closed toggle under a heading',
    () => [
      $createToggleNode()
        .setStartsOpen(false)
        .append($createHeadingNode('h2').append($createTextNode('title')), paragraph('body')),
    ],
  ],
  [
    'a callout in a toggle',
    () => [$createToggleNode().append(paragraph('title'), $createCalloutNode('caution').append(paragraph('deep')))],
  ],
  ['an equation', () => [$createEquationNode('\\frac{1}{2} < "x" & y')]],
  [
    'an equation in a line',
    () => [$createParagraphNode().append($createTextNode('see '), $createInlineEquationNode('e^{i\\pi}'))],
  ],
  ['a table of contents', () => [$createTableOfContentsNode(), paragraph('after')]],
  ['an embed', () => [$createEmbedNode('https://youtu.be/dQw4w9WgXcQ?t=1m5s&x="y"'), paragraph('after')]],
])('%s is the same after it was copied and pasted as HTML', (_, $make) => {
  const { html, shapes } = copied($make);
  expect(pasted(html)).toEqual(shapes);
});

test('a toggle is HTML’s own details and summary', () => {
  const { html } = copied(() => [$createToggleNode().append(paragraph('title'), paragraph('body'))]);
  const details = new DOMParser().parseFromString(html, 'text/html').querySelector('details');
  expect(details?.querySelector(':scope > summary')?.textContent).toBe('title');
  expect(details?.open).toBe(true);
});

test('details from a web page become a toggle, its loose text paragraphs', () => {
  expect(pasted('<details><summary>More</summary>loose<p>in a paragraph</p></details>')).toEqual([
    {
      type: 'toggle',
      $: { open: false },
      children: [text('More'), text('loose'), text('in a paragraph')],
    },
  ]);
});

test('an alert of GitHub’s is a callout of its kind, without the title that repeats it', () => {
  const html =
    '<div class="markdown-alert markdown-alert-important"><p class="markdown-alert-title">Important</p><p>Read on</p></div>';
  expect(pasted(html)).toEqual([{ type: 'callout', $: { kind: 'important' }, children: [text('Read on')] }]);
});

test('a formula that KaTeX drew is the TeX it was drawn from', () => {
  const drawn = (tex: string) =>
    `<span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>x</mi></mrow><annotation encoding="application/x-tex">${tex}</annotation></semantics></math></span><span class="katex-html">x</span></span>`;
  expect(pasted(`<p>so ${drawn('x^2')}</p>`)).toEqual([
    {
      type: 'paragraph',
      children: [
        { type: 'text', text: 'so ' },
        { type: 'inline-equation', $: { tex: 'x^2' } },
      ],
    },
  ]);
  expect(pasted(`<span class="katex-display">${drawn('y')}</span>`)).toEqual([{ type: 'equation', $: { tex: 'y' } }]);
});

test('a frame on a web page is an embed of the page it shows; one that isn’t of the web is nothing', () => {
  const [embed] = pasted('<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>');
  expect(embed).toEqual({ type: 'embed', $: { url: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ' } });
  expect(JSON.stringify(pasted('<p>a</p><iframe src="javascript:alert(1)"></iframe>'))).not.toContain('embed');
});

test('what a hostile peer writes into the states is dropped', () => {
  const editor = createHeadlessDocumentEditor();
  const state = editor.parseEditorState({
    root: {
      type: 'root',
      children: [
        { type: 'callout', $: { kind: 'evil', emoji: '<img src=x>' }, children: [] },
        { type: 'embed', $: { url: 'javascript:alert(1)' } },
        { type: 'equation', $: { tex: { a: 1 } } },
        { type: 'toggle', $: { open: 'no' }, children: [] },
      ],
    },
  } as never);
  const shapes = state.read(() => $getRoot().getChildren().map(shapesOf));
  expect(shapes.map(({ type, $: states }) => [type, states])).toEqual([
    ['callout', undefined],
    ['embed', undefined],
    ['equation', undefined],
    ['toggle', undefined],
  ]);
});
