import { $createParagraphNode, $createTextNode, $getRoot } from 'lexical';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { documentText } from '../index.ts';
import { type Random, randomOf } from './actions.test.kit.ts';
import { attached, edit, textOf, updatesOf } from './people.test.kit.ts';
import { documentRoot } from './schema.ts';

/* Documents that no editor of ours would write: they come from foreign clients, old versions, and people who try. */

function hostile(build: (root: Y.XmlElement) => void): Y.Doc {
  const doc = new Y.Doc();
  build(documentRoot(doc));
  return doc;
}

function element(name: string, attributes: Record<string, unknown> = {}, text?: string): Y.XmlElement {
  const made = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string);
  if (text !== undefined) made.insert(0, [new Y.XmlText(text)]);
  return made;
}

/** Attaches to it, edits it and expects that all goes on. */
function expectUsable(doc: Y.Doc): ReturnType<typeof attached> {
  const updates = updatesOf(doc);
  const person = attached(doc);
  expect(updates).toHaveLength(0);
  expect(person.attachment.check()).toBe(true);
  edit(person.editor, () => void $getRoot().selectEnd().insertText('typed'));
  expect(documentText(doc)).toContain('typed');
  edit(person.editor, () => void $getRoot().selectEnd().insertParagraph());
  expect(person.attachment.check()).toBe(true);
  person.attachment.undo();
  person.attachment.undo();
  expect(person.attachment.check()).toBe(true);
  expect(person.problems).toEqual([]);
  return person;
}

describe('a document is shown as far as it makes sense', () => {
  test('a heading of a level that is no heading does not make another element of it', () => {
    const { editor } = expectUsable(
      hostile((root) =>
        root.insert(0, [element('heading', { tag: 'script' }, 'alert(1)'), element('heading', { tag: 7 }, 'x')]),
      ),
    );
    expect(JSON.stringify(editor.getEditorState())).not.toContain('script');
  });

  test('names of fields that reach for prototypes are nothing but names', () => {
    expectUsable(
      hostile((root) => {
        root.insert(0, [
          element('paragraph', { constructor: 'x', prototype: {}, toString: 1, $__proto__: { a: 1 } }, 'text'),
        ]);
      }),
    );
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  test('list items may be as deep as they like', () => {
    const { editor } = expectUsable(
      hostile((root) => {
        const depths = [1e9, -3, 0.5, Number.NaN, '7', null, 200];
        root.insert(
          0,
          depths.map((depth) => element('listitem', { _depth: depth, _list: 'none', _start: 'x' }, 'item')),
        );
      }),
    );
    expect(textOf(editor)).toContain('item');
  });

  test('blocks that were moved to a place which another one has, or merged into each other, are shown once', () => {
    const doc = hostile((root) => {
      root.insert(0, [
        element('paragraph', { _id: 'a', _joined: 'b' }, 'one'),
        element('paragraph', { _id: 'b', _joined: 'a' }, 'two'),
        element('paragraph', { _joined: 'nobody' }, 'three'),
        element('paragraph', { _id: 'd', _joined: 'd' }, 'four'),
        element('paragraph', { _at: 's' }, 'five'),
        element('paragraph', { _at: 's' }, 'six'),
        element('paragraph', { _at: 'nowhere' }, 'seven'),
        element('slot', { _id: 's', _at: 's' }),
        element('slot', { _id: 's' }),
        element('slot'),
      ]);
    });
    const { editor } = attached(doc);
    expect(textOf(editor)).toBe('onetwo / three / four / six / seven / five');
    expectUsable(doc);
  });

  test('a chain of ten thousand merges is one block', () => {
    const doc = hostile((root) => {
      root.insert(
        0,
        Array.from({ length: 10_000 }, (_, i) =>
          element('paragraph', { _id: `${i}`, _joined: `${i - 1}` }, 'x'),
        ).reverse(),
      );
    });
    const { editor } = attached(doc);
    expect(textOf(editor)).toBe('x'.repeat(10_000));
  });

  test('texts and inline elements at the top, and names that are no blocks, are not shown, and stay', () => {
    const doc = hostile((root) => {
      root.insert(0, [
        new Y.XmlText('stray'),
        element('link', { url: 'x' }, 'link'),
        element('text', {}, 'text'),
        element('root', {}, 'root'),
        element('list', {}, 'list'),
        element('linebreak'),
        element('', {}, 'nameless'),
        new Y.XmlHook('hook') as unknown as Y.XmlText,
        element('paragraph', {}, 'shown'),
      ]);
    });
    const { editor } = expectUsable(doc);
    expect(textOf(editor)).toBe('shown');
    expect(documentRoot(doc).length).toBe(9);
  });

  test('marks and links that are none are left out, and the text is shown', () => {
    const doc = hostile((root) => {
      const block = element('paragraph', {}, 'hello world');
      root.insert(0, [block]);
      const text = block.get(0) as Y.XmlText;
      text.format(0, 5, {
        bold: 'yes',
        italic: 1,
        mode: 'evil',
        style: 5,
        'in:link': 'x',
        'in:root': {},
        type: 'root',
        1: 2,
      });
      text.format(6, 5, { 'in:link': { url: 5, rel: [] }, type: 'tab', $comment: 'c1' });
      text.insertEmbed(3, { type: 'paragraph' });
      text.insertEmbed(5, new Y.XmlElement('nested'));
      text.insert(2, '\r\n\u2028\0', { 'in:autolink': { url: 'javascript:alert(1)' } });
    });
    expect(textOf(expectUsable(doc).editor)).toContain('world');
  });

  test('blocks within blocks are shown as deep as anybody would nest them, and however deep they are, they load', () => {
    const doc = hostile((root) => {
      let parent = root;
      for (let level = 1; level < 3000; level++) {
        const child = element(level % 2 ? 'quote' : 'listitem', {}, `level ${level}`);
        parent.insert(parent.length, [child]);
        parent = child;
      }
    });
    expect(textOf(expectUsable(doc).editor)).toContain('level 3');
    expect(documentText(doc)).not.toContain('level 100');
  });
});

function randomElement(random: Random, depth: number): Y.XmlElement {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const names = [
    'paragraph',
    'heading',
    'quote',
    'listitem',
    'list',
    'code',
    'horizontalrule',
    'slot',
    'link',
    'hologram',
  ];
  const values = [
    'bullet',
    'number',
    'check',
    'paragraph',
    'listitem',
    'heading',
    'a',
    'b',
    'c',
    0,
    1,
    2,
    40,
    true,
    false,
    null,
    {},
  ];
  const keys = [
    '_as',
    '_id',
    '_at',
    '_joined',
    '_list',
    '_depth',
    '_start',
    'tag',
    'format',
    'indent',
    'direction',
    'checked',
    'language',
    '$x',
  ];
  const made = new Y.XmlElement(pick(names));
  for (let i = Math.floor(random() * 5); i > 0; i--) made.setAttribute(pick(keys), pick(values) as string);
  for (let i = Math.floor(random() * 3); i > 0; i--) {
    if (random() < 0.25 && depth > 0) made.insert(0, [randomElement(random, depth - 1)]);
    else made.insert(0, [new Y.XmlText(pick(['', 'text', 'a\nb\tc', '😀']))]);
  }
  return made;
}

test('documents of random elements load, can be edited, and are never written by looking at them', () => {
  for (let seed = 1; seed <= 150; seed++) {
    const random = randomOf(seed);
    const doc = hostile((root) =>
      root.insert(
        0,
        Array.from({ length: 12 }, () => randomElement(random, 3)),
      ),
    );
    const updates = updatesOf(doc);
    const { editor, attachment, problems } = attached(doc);
    for (let i = 0; i < 10; i++) {
      const root = documentRoot(doc);
      doc.transact(() => {
        const children = root.toArray().filter((child) => child instanceof Y.XmlElement);
        const child = children[Math.floor(random() * children.length)];
        const kind = random();
        if (kind < 0.3) root.insert(Math.floor(random() * root.length), [randomElement(random, 2)]);
        else if (kind < 0.5) root.delete(Math.floor(random() * root.length), 1);
        else
          child?.setAttribute(
            ['_joined', '_at', '_as', '_id', '_list', '_depth'][Math.floor(random() * 6)] ?? '_as',
            ['a', 'b', 'quote', 'listitem', 'check'][Math.floor(random() * 5)] ?? 'a',
          );
      }, 'network');
      const written = updates.length;
      expect(attachment.check(), `seed ${seed}, change ${i}`).toBe(true);
      expect(updates.length).toBe(written);
    }
    expect(updates).toHaveLength(10);
    edit(
      editor,
      () =>
        void $getRoot()
          .getFirstChild()
          ?.insertBefore($createParagraphNode().append($createTextNode('!'))),
    );
    expect(attachment.check(), `seed ${seed}`).toBe(true);
    expect(problems, `seed ${seed}`).toEqual([]);
  }
});
