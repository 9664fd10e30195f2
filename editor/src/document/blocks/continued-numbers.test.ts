import { $createListItemNode, $createListNode, $isListNode, type ListNode } from '@lexical/list';
import { $createParagraphNode, $createTextNode, $getRoot } from 'lexical';
import { expect, test } from 'vitest';
import { edit, expectAgreement, pair } from '../../content/binding/people.test.kit.ts';
import { $setInset } from '../../content/blocks/inset.ts';
import { $countOnBehind, ContinuedNumbersExtension } from './continued-numbers.ts';

const $numbered = (...texts: string[]): ListNode =>
  $createListNode('number').append(...texts.map((text) => $createListItemNode().append($createTextNode(text))));

const $lists = (): ListNode[] => $getRoot().getChildren().filter($isListNode);

function setUp() {
  const [a, b] = pair('x');
  ContinuedNumbersExtension.register?.(a.editor, {}, undefined as never);
  edit(a.editor, () => {
    const between = $createParagraphNode().append($createTextNode('belongs to two'));
    $getRoot().clear().append($numbered('one', 'two'), between, $numbered('three', 'four'));
    $setInset(between, 1);
    $countOnBehind(between);
  });
  return { a, b, starts: () => a.editor.read(() => $lists().map((list) => list.getStart())) };
}

test('a numbered list counts on behind a block that belongs to its item, for others, too', () => {
  const { a, b, starts } = setUp();
  expect(starts()).toEqual([1, 3]);
  expectAgreement(a, b);
  expect(b.editor.read(() => $lists().map((list) => list.getStart()))).toEqual([1, 3]);
});

test('it counts anew when there are more items before', () => {
  const { a, b, starts } = setUp();
  edit(a.editor, () => void $lists()[0]?.append($createListItemNode().append($createTextNode('two and a half'))));
  expect(starts()).toEqual([1, 4]);
  edit(a.editor, () => void $lists()[0]?.getFirstChild()?.remove());
  expect(starts()).toEqual([1, 3]);
  expectAgreement(a, b);
});

test('a list behind what is no part of one begins as it says', () => {
  const { a, starts } = setUp();
  edit(a.editor, () => {
    $getRoot().append($createParagraphNode().append($createTextNode('apart')), $numbered('one'));
  });
  expect(starts()).toEqual([1, 3, 1]);
});
