import { $createHeadingNode } from '@lexical/rich-text';
import { $createLineBreakNode, $createTextNode, $getRoot } from 'lexical';
import { describe, expect, test } from 'vitest';
import { documentText } from '../index.ts';
import { $selectBetween } from './actions.test.kit.ts';
import {
  $block,
  createPeople,
  edit,
  expectAgreement,
  type Person,
  pair,
  settle,
  textOf,
  updatesOf,
} from './people.test.kit.ts';
import { documentRoot } from './schema.ts';

describe('collisions', () => {
  test('two people who type in one empty paragraph at once each get their text, once, and no onlooker writes', () => {
    const people = createPeople(3, (problem) => {
      throw problem;
    });
    const [a, b, onlooker] = people as [Person, Person, Person];
    edit(a.editor, () => void $block(0).select().insertText('AAA'));
    edit(b.editor, () => void $block(0).select().insertText('BBB'));
    expectAgreement(...people);
    expect(['AAABBB', 'BBBAAA']).toContain(textOf(a.editor));
    expect(onlooker.sent).toBe(0);
  });

  test('a line break that two people delete at once joins its lines once', () => {
    const [a, b] = pair('');
    edit(a.editor, () => void $block(0).append($createTextNode('one'), $createLineBreakNode(), $createTextNode('two')));
    settle([a, b]);
    for (const { editor } of [a, b]) edit(editor, () => $block(0).getChildAtIndex(1)?.remove());
    expectAgreement(a, b);
    expect(textOf(b.editor)).toBe('onetwo');
  });

  test.each(['😁', '👩‍👩‍👧', 'e\u0301', '𝒳'])('an emoji that is replaced by its neighbour arrives whole: %s', (to) => {
    const [a, b] = pair('x😀y');
    edit(a.editor, () => void $block(0).getAllTextNodes()[0]?.setTextContent(`x${to}y`));
    expectAgreement(a, b);
    expect(textOf(b.editor)).toBe(`x${to}y`);
  });

  test('half a surrogate pair is replaced where its author sees it', () => {
    const [a, b] = pair('');
    edit(a.editor, () => void $block(0).append($createTextNode('a\ud83d')));
    expectAgreement(a, b);
    expect(textOf(a.editor)).toBe('a\ufffd');
  });

  test('typing survives that others retype its paragraph, make it a list item and indent it', () => {
    const [a, b] = pair('hello');
    edit(a.editor, () => void $block(0).replace($createHeadingNode('h1'), true));
    edit(b.editor, () => void $block(0).selectEnd().insertText(' world'));
    expectAgreement(a, b);
    expect(textOf(a.editor)).toBe('hello world');
    expect(a.editor.getEditorState().read(() => $block(0).getType())).toBe('heading');
  });

  test('moving a block among a thousand costs little, and typing in it arrives where it went', () => {
    const [a, b] = pair(...Array.from({ length: 1000 }, (_, i) => `block ${i}`));
    const updates = updatesOf(a.doc);
    edit(a.editor, () => void $getRoot().getLastChildOrThrow().insertAfter($block(0)));
    expect(updates).toHaveLength(1);
    expect(updates[0]?.length).toBeLessThan(150);
    edit(b.editor, () => void $block(0).selectEnd().insertText(' typed'));
    edit(b.editor, () => void $block(1).selectEnd().insertText(' as well'));
    expectAgreement(a, b);
    const lines = documentText(a.doc).split('\n');
    expect(lines).toHaveLength(1000);
    expect(lines[0]).toBe('block 1 as well');
    expect(lines.at(-1)).toBe('block 0 typed');
  });

  test('a block that two people move at once is there once', () => {
    const [a, b] = pair('one', 'two', 'three', 'four');
    edit(a.editor, () => void $block(3).insertAfter($block(0)));
    edit(b.editor, () => void $block(1).insertAfter($block(0)));
    expectAgreement(a, b);
    expect(documentText(a.doc).split('\n').sort()).toEqual(['four', 'one', 'three', 'two']);
  });

  test('typing in a block that others merge into the one before it goes on there', () => {
    const [a, b] = pair('one', 'two');
    edit(a.editor, () => $selectBetween($block(0), $block(1)).removeText());
    edit(b.editor, () => void $block(1).selectEnd().insertText(' and a half'));
    expectAgreement(a, b);
    expect(textOf(a.editor)).toBe('onetwo and a half');
  });

  test('M1: a block that two people split at once has the end that both moved twice, and loses nothing', () => {
    const [a, b] = pair('one two three');
    edit(a.editor, () => void $block(0).getAllTextNodes()[0]?.select(3, 3).insertParagraph());
    edit(b.editor, () => void $block(0).getAllTextNodes()[0]?.select(7, 7).insertParagraph());
    expectAgreement(a, b);
    expect(documentText(a.doc).split('\n').sort()).toEqual([' three', ' two three', 'one']);
  });

  test('Enter at the beginning of a block leaves its text where it is', () => {
    const [a, b] = pair('hello');
    edit(a.editor, () => void $block(0).selectStart().insertParagraph());
    edit(b.editor, () => void $block(0).selectEnd().insertText(' world'));
    expectAgreement(a, b);
    expect(textOf(a.editor)).toBe(' / hello world');
  });

  test('a block that one removes while another writes in it is removed, and both agree', () => {
    const [a, b] = pair('one', 'two');
    edit(a.editor, () => $block(0).remove());
    edit(b.editor, () => void $block(0).selectEnd().insertText('!'));
    expectAgreement(a, b);
    expect(textOf(a.editor)).toBe('two');
  });

  test('a document that two people empty at once is one empty paragraph, written by nobody', () => {
    const [a, b] = pair('one', 'two');
    edit(a.editor, () => $block(0).remove());
    edit(b.editor, () => $block(1).remove());
    const sent = [a.sent, b.sent];
    expectAgreement(a, b);
    expect([a.sent, b.sent]).toEqual(sent);
    expect(documentRoot(a.doc).length).toBe(0);
    edit(a.editor, () => void $block(0).select().insertText('new'));
    expectAgreement(a, b);
    expect(textOf(b.editor)).toBe('new');
  });

  test('marks that two people set on the same words are both set', () => {
    const [a, b] = pair('hello');
    edit(a.editor, () => $block(0).select(0, 1).formatText('bold'));
    edit(b.editor, () => $block(0).select(0, 1).formatText('italic'));
    expectAgreement(a, b);
    expect(documentRoot(a.doc).get(0)?.toString()).toContain('bold');
    expect(documentRoot(a.doc).get(0)?.toString()).toContain('italic');
  });
});
