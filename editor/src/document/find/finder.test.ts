// @vitest-environment jsdom
import { $createLinkNode } from '@lexical/link';
import {
  $createLineBreakNode,
  $createParagraphNode,
  $createTabNode,
  $createTextNode,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  TextNode,
} from 'lexical';
import { expect, test, vi } from 'vitest';
import {
  attached,
  deliver,
  edit,
  expectAgreement,
  pair,
  stored,
  textOf,
} from '../../content/binding/people.test.kit.ts';
import { documentText } from '../../content/index.ts';
import { Finder } from './finder.ts';

const plain = { matchCase: false, wholeWord: false, isRegex: false };

function setUp(...texts: string[]) {
  const { editor, attachment, doc } = attached(stored(...texts));
  const finder = new Finder(editor, () => undefined);
  const words = () => finder.found.places.map(({ run, match }) => run.text.slice(match.from, match.to));
  return { editor, attachment, doc, finder, words };
}

test('text is found across marks and links, and not across a line break', async () => {
  const { editor, finder, words } = setUp('x');
  edit(editor, () => {
    const link = $createLinkNode('https://example.org').append($createTextNode('lo wo'));
    const block = $getRoot().getFirstChild();
    if (!$isElementNode(block)) return;
    block.clear().append($createTextNode('hel').toggleFormat('bold'), link, $createTextNode('rld'));
    block.append($createLineBreakNode(), $createTextNode('hello'), $createTabNode(), $createTextNode('world'));
  });
  await finder.find({ ...plain, text: 'hello world' });
  expect(words()).toEqual(['hello world']);
  await finder.find({ ...plain, text: 'o\tw' });
  expect(words()).toEqual(['o\tw']);
  await finder.find({ ...plain, text: 'rldhel' });
  expect(words()).toEqual([]);
});

test('what stands at the caret is looked at first; steps go round', async () => {
  const { editor, finder } = setUp('one two', 'two', 'one two');
  edit(editor, () => {
    const block = $getRoot().getChildAtIndex(1);
    if ($isElementNode(block)) block.selectEnd();
  });
  await finder.find({ ...plain, text: 'two' });
  expect(finder.found).toMatchObject({ current: 2, fault: null });
  finder.step(1);
  expect(finder.found.current).toBe(0);
  finder.step(-1);
  expect(finder.found.current).toBe(2);
  finder.select();
  editor.read(() => {
    const selection = $getSelection();
    expect($isRangeSelection(selection) && selection.getTextContent()).toBe('two');
  });
});

test('a match in several nodes is replaced, and looks as it began', async () => {
  const { editor, finder, attachment } = setUp('x');
  edit(editor, () => {
    const block = $getRoot().getFirstChild();
    if ($isElementNode(block)) {
      block
        .clear()
        .append(
          $createTextNode('a he').toggleFormat('bold'),
          $createTextNode('ll'),
          $createTabNode(),
          $createTextNode('o z'),
        );
    }
  });
  await finder.find({ ...plain, text: 'hell\to' });
  await finder.replace('bye');
  expect(textOf(editor)).toBe('a bye z');
  editor.read(() =>
    expect(
      $getRoot()
        .getAllTextNodes()
        .map((text) => [text.getTextContent(), text.getFormat()]),
    ).toEqual([
      ['a bye', 1],
      [' z', 0],
    ]),
  );
  expect(attachment.check()).toBe(true);
});

test('replacing goes on behind what was put in', async () => {
  const { editor, finder } = setUp('aa a');
  await finder.find({ ...plain, text: 'a' });
  await finder.replace('aa');
  expect(textOf(editor)).toBe('aaa a');
  expect(finder.found.places[finder.found.current]?.match.from).toBe(2);
  await finder.replace('');
  await finder.replace('b');
  expect(textOf(editor)).toBe('aa b');
});

test('replacing all is one step to take back, apart from what was typed before', async () => {
  const { editor, finder, attachment } = setUp('one one', 'and one');
  edit(editor, () => {
    const block = $getRoot().getLastChild();
    if ($isElementNode(block)) block.selectEnd().insertText(' one');
  });
  await finder.find({ ...plain, text: 'one' });
  expect(await finder.replaceAll('two three')).toBe(4);
  expect(textOf(editor)).toBe('two three two three / and two three two three');
  expect(finder.found.places).toHaveLength(0);
  attachment.undo();
  expect(textOf(editor)).toBe('one one / and one one');
  attachment.undo();
  expect(textOf(editor)).toBe('one one / and one');
});

test('it keeps up with what others write, and with what it looks at', async () => {
  const [a, b] = pair('one two', 'two', 'two');
  const finder = new Finder(a.editor, () => undefined);
  await finder.find({ ...plain, text: 'two' });
  finder.step(1);
  const looked = finder.found.places[1]?.run;
  edit(
    b.editor,
    () =>
      void $getRoot()
        .getFirstChildOrThrow()
        .insertBefore($createParagraphNode().append($createTextNode('two two'))),
  );
  deliver(a);
  await vi.waitFor(() => expect(finder.found.places).toHaveLength(5));
  expect(finder.found.current).toBe(3);
  expect(finder.found.places[3]?.run).toBe(looked);
  edit(b.editor, () => void $getRoot().clear());
  deliver(a);
  await vi.waitFor(() => expect(finder.found.places).toHaveLength(0));
  finder.destroy();
  expectAgreement(a, b);
});

test('finding writes nothing, and an expression that is none says so', async () => {
  const { doc, finder } = setUp('one');
  const update = vi.fn();
  doc.on('update', update);
  await finder.find({ ...plain, text: 'one' });
  finder.step(1);
  await finder.find({ ...plain, text: '(', isRegex: true });
  expect(finder.found).toEqual({ places: [], current: -1, fault: 'invalid' });
  await finder.find({ ...plain, text: '' });
  expect(finder.found.fault).toBeNull();
  expect(update).not.toHaveBeenCalled();
});

test('of 5,000 blocks each is read once, and after one letter only that one is read again', async () => {
  const { editor, finder } = setUp(
    ...Array.from({ length: 5_000 }, (_, i) => `block ${i} says some words about nothing in particular`),
  );
  const read = vi.spyOn(TextNode.prototype, 'getTextContent');
  await finder.find({ ...plain, text: 'words' });
  expect(finder.found.places).toHaveLength(5_000);
  expect(read).toHaveBeenCalledTimes(5_000);
  edit(editor, () => {
    const block = $getRoot().getChildAtIndex(2_500);
    if ($isElementNode(block)) block.selectEnd().insertText(' words');
  });
  read.mockClear();
  await finder.find({ ...plain, text: 'words' });
  expect(finder.found.places).toHaveLength(5_001);
  expect(read.mock.calls.length).toBeLessThan(10);
  read.mockRestore();
}, 60_000);

test('many are replaced some at a time, as one step for undo', async () => {
  const { doc, attachment, finder } = setUp(...Array.from({ length: 1_000 }, (_, i) => `one ${i} one`));
  await finder.find({ ...plain, text: 'one' });
  const update = vi.fn();
  doc.on('update', update);
  expect(await finder.replaceAll('two')).toBe(2_000);
  expect(update.mock.calls.length).toBeGreaterThan(1);
  expect(documentText(doc).split('two')).toHaveLength(2_001);
  attachment.undo();
  expect(documentText(doc)).not.toContain('two');
  attachment.redo();
  expect(documentText(doc)).not.toContain('one');
});

test('what others have written over while many are replaced is left alone', async () => {
  const { editor, doc, finder } = setUp(...Array.from({ length: 1_000 }, () => 'one'));
  await finder.find({ ...plain, text: 'one' });
  const replacing = finder.replaceAll('two');
  edit(editor, () => {
    const [text] = $isElementNode($getRoot().getFirstChild()) ? $getRoot().getAllTextNodes() : [];
    text?.setTextContent('mine');
  });
  expect(await replacing).toBe(999);
  expect(documentText(doc).startsWith('mine\ntwo')).toBe(true);
});
