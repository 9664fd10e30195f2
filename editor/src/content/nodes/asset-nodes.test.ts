// @vitest-environment jsdom
import { $generateHtmlFromNodes, $generateNodesFromDOM } from '@lexical/html';
import { $getRoot, type LexicalEditor, type LexicalNode } from 'lexical';
import { expect, test } from 'vitest';
import { createHeadlessDocumentEditor } from '../headless.ts';
import { linkAssetsWith } from './asset-links.ts';
import { $createFileNode, $isFileNode } from './file-node.ts';
import { $createImageNode, $isImageNode, ImageNode } from './image-node.ts';
import { $liftOut } from './lift-out.ts';

const HASH = 'a'.repeat(64);

const within = <T>(editor: LexicalEditor, work: () => T): T => {
  let result: T | undefined;
  editor.update(
    () => {
      result = work();
    },
    { discrete: true },
  );
  return result as T;
};

const $read = (editor: LexicalEditor, html: string): LexicalNode[] =>
  $generateNodesFromDOM(editor, new DOMParser().parseFromString(html, 'text/html'));

const written = (editor: LexicalEditor, $create: () => LexicalNode): string =>
  within(editor, () => {
    $getRoot().clear().append($create());
    return $generateHtmlFromNodes(editor);
  });

const $imageIn = (nodes: readonly LexicalNode[]) => {
  return nodes.find($isImageNode)?.getFields();
};

const FULL = {
  asset: HASH,
  url: '',
  name: 'cat.png',
  alt: 'a "cat" <asleep>',
  caption: 'Ours, & asleep',
  width: 320,
  align: 'left',
  pixels: { width: 1200, height: 800 },
} as const;

test.each([
  { name: 'with everything', fields: FULL },
  { name: 'with nothing but its bytes', fields: { asset: HASH } },
  { name: 'elsewhere', fields: { url: 'https://example.org/cat.png', alt: 'a cat' } },
])('a picture $name survives HTML, both ways', ({ fields }) => {
  const editor = createHeadlessDocumentEditor();
  const html = written(editor, () => $createImageNode(fields));
  expect(within(editor, () => $imageIn($read(editor, html)))).toMatchObject(fields);
});

test('a file survives HTML, both ways; as a link it leads to its bytes', () => {
  const editor = createHeadlessDocumentEditor();
  const fields = { asset: HASH, name: 'minutes <1>.pdf', size: 1234, mediaType: 'application/pdf' };
  const html = written(editor, () => $createFileNode(fields));
  expect(html).toContain(`href="asset:${HASH}"`);
  const [file] = within(editor, () => $read(editor, html).map((node) => $isFileNode(node) && node.getFields()));
  expect(file).toEqual(fields);
});

test('an address is an asset where whoever knows the server says so', () => {
  const editor = createHeadlessDocumentEditor();
  linkAssetsWith(editor, {
    addressOf: (hash) => `https://here.example/${hash}`,
    assetAt: (address) => (address.startsWith('https://here.example/') ? address.slice(-64) : null),
  });
  expect(written(editor, () => $createImageNode({ asset: HASH }))).toContain(`src="https://here.example/${HASH}"`);
  const [ours, theirs] = within(editor, () =>
    ['here', 'there'].map((host) => $imageIn($read(editor, `<img src="https://${host}.example/${HASH}">`))),
  );
  expect(ours).toMatchObject({ asset: HASH, url: '' });
  expect(theirs).toMatchObject({ asset: '', url: `https://there.example/${HASH}` });
});

test.each(['javascript:alert(1)', ' java\nscript:alert(1)', 'file:///etc/passwd', 'data:text/html,<p>', 'blob:null/1'])(
  'a picture at %j has no address, and keeps its words',
  (src) => {
    const editor = createHeadlessDocumentEditor();
    const image = within(editor, () => $imageIn($read(editor, `<img src="${src}" alt="a cat">`)));
    expect(image).toMatchObject({ asset: '', url: '', alt: 'a cat' });
  },
);

test('what a hostile peer wrote into a picture is as if it were not there', () => {
  const editor = createHeadlessDocumentEditor();
  const image = within(editor, () => {
    const node = new ImageNode();
    const $ = {
      asset: '../../secret',
      url: 'javascript:alert(1)',
      alt: { toString: 1 },
      caption: 7,
      width: Number.NaN,
      align: 'constructor',
      pixels: { width: -1, height: 'x' },
    };
    node.updateFromJSON({ $ } as never);
    return node.getFields();
  });
  const nothing = { asset: '', url: '', name: '', alt: '', caption: '', width: 0, align: 'center' };
  expect(image).toEqual({ ...nothing, pixels: { width: 0, height: 0 } });
});

test('a picture of one pixel, by which mail is tracked, is none', () => {
  const editor = createHeadlessDocumentEditor();
  const html = '<img src="https://example.org/t.gif" width="1" height="1">';
  expect(within(editor, () => $read(editor, html))).toEqual([]);
});

test.each([
  {
    name: 'in a paragraph',
    html: '<p>before <img src="https://example.org/a.png"> after</p>',
    becomes: ['paragraph:before', 'image:', 'paragraph:after'],
  },
  {
    name: 'alone in one',
    html: '<p><img src="https://example.org/a.png"></p>',
    becomes: ['image:'],
  },
  {
    name: 'in a link',
    html: '<p>before <a href="https://example.org"><img src="https://example.org/a.png"></a> after</p>',
    becomes: ['paragraph:before after', 'image:'],
  },
  {
    name: 'in a list',
    html: '<ul><li>one <img src="https://example.org/a.png"></li><li>two</li></ul>',
    becomes: ['list:one\n\ntwo', 'image:'],
  },
])('a picture $name comes to stand as a block of its own', ({ html, becomes }) => {
  const editor = createHeadlessDocumentEditor();
  editor.registerNodeTransform(ImageNode, $liftOut);
  within(editor, () =>
    $getRoot()
      .clear()
      .append(...$read(editor, html)),
  );
  expect(
    within(editor, () =>
      $getRoot()
        .getChildren()
        .map((node) => `${node.getType()}:${node.getTextContent()}`),
    ),
  ).toEqual(becomes);
});
