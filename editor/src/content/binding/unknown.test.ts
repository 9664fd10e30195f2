import { $generateJSONFromSelectedNodes, $generateNodesFromSerializedNodes } from '@lexical/clipboard';
import {
  $createNodeSelection,
  $createParagraphNode,
  $createRangeSelection,
  $createTextNode,
  $getRoot,
  $getSelection,
  $setSelection,
  type LexicalEditor,
  type LexicalNode,
  type TextNode,
} from 'lexical';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  $createUnknownBlockNode,
  $createUnknownInlineNode,
  UnknownBlockNode,
  UnknownInlineNode,
  unknownTypeOf,
} from '../nodes/unknown.ts';
import { act, type Random, randomOf, textsIn } from './actions.test.kit.ts';
import { packBlock } from './parcel.ts';
import {
  $block,
  attached,
  createPeople,
  deliver,
  edit,
  expectAgreement,
  freshJsonOf,
  jsonOf,
  type Person,
  pair,
  setOnline,
  settle,
  stored,
  textOf,
  updatesOf,
} from './people.test.kit.ts';
import { runsOf } from './runs.ts';
import { canonical, documentRoot, type Json } from './schema.ts';

/* What a newer version, or another app, has put into a document: it is shown as unknown, and nobody here changes it. */

/** A block that holds about anything that a block can hold. */
function hologram(serial: string, type = 'hologram'): Y.XmlElement {
  const element = new Y.XmlElement(type);
  const text = new Y.XmlText();
  text.applyDelta([
    { insert: 'light ' },
    { insert: `of ${serial}`, attributes: { bold: true, 'in:beam': { from: [1, 2, { 3: null }] } } },
    { insert: { type: 'sticker', of: 'a 😀' }, attributes: { glow: 0.5 } },
    { insert: new Y.Map([['x', 1]]) },
  ]);
  const inner = new Y.XmlElement('paragraph');
  inner.setAttribute('_id', 'same');
  inner.insert(0, [new Y.XmlText('within')]);
  element.setAttribute('serial', serial);
  element.setAttribute('bytes', new Uint8Array([0, 1, 255]) as unknown as string);
  element.setAttribute('points', [[1, 2.5], { deep: ['x'] }] as unknown as string);
  element.insert(0, [text, inner, new Y.XmlHook('hook') as unknown as Y.XmlText]);
  return element;
}

function insert(doc: Y.Doc, index: number, ...elements: Y.XmlElement[]): void {
  doc.transact(() => documentRoot(doc).insert(index, elements), 'newer');
}

function blockAt(doc: Y.Doc, index: number): Y.XmlElement {
  return documentRoot(doc).get(index) as Y.XmlElement;
}

function textAt(doc: Y.Doc, index: number): Y.XmlText {
  return blockAt(doc, index).get(0) as Y.XmlText;
}

/** All that a block holds, save for where it stands. */
function contentOf(element: Y.XmlElement): string {
  return canonical(packBlock({ head: element, fragments: [] }) as Json);
}

function unknownsOf(container: Y.XmlElement, type = 'hologram'): Y.XmlElement[] {
  return container
    .toArray()
    .filter((child) => child instanceof Y.XmlElement && child.nodeName === type) as Y.XmlElement[];
}

function shownIn(editor: LexicalEditor): string[] {
  const namesOf = (node: LexicalNode): string[] =>
    node instanceof UnknownBlockNode || node instanceof UnknownInlineNode ? [unknownTypeOf(node)] : [];
  return editor.getEditorState().read(() => [...editor.getEditorState()._nodeMap.values()].flatMap(namesOf));
}

function $unknown(): UnknownBlockNode {
  const node = $getRoot()
    .getChildren()
    .find((child) => child instanceof UnknownBlockNode);
  if (!(node instanceof UnknownBlockNode)) throw new Error('there is no unknown block');
  return node;
}

function $texts(): [TextNode, TextNode] {
  const [first, last] = [textsIn()[0], textsIn().at(-1)];
  if (!first || !last) throw new Error('there are no texts');
  return [first, last];
}

function $selectFrom(first: TextNode, from: number, last: TextNode, to: number) {
  const selection = $createRangeSelection();
  selection.anchor.set(first.getKey(), from, 'text');
  selection.focus.set(last.getKey(), to, 'text');
  $setSelection(selection);
  return selection;
}

/** Copies what is selected, as the clipboard would, and puts it at the end. */
function $copyToEnd(editor: LexicalEditor): void {
  const { nodes } = $generateJSONFromSelectedNodes(editor, $getSelection());
  const copies = $generateNodesFromSerializedNodes(JSON.parse(JSON.stringify(nodes)));
  $getRoot().selectEnd().insertNodes(copies);
}

describe('a block of an unknown type', () => {
  test('is shown where it stands, by its name, and nothing is written by showing it', () => {
    const doc = stored('one', 'two');
    insert(doc, 1, hologram('a'));
    blockAt(doc, 0).setAttribute('_as', 'scroll');
    const updates = updatesOf(doc);
    const { editor, attachment } = attached(doc);
    expect(shownIn(editor)).toEqual(['scroll', 'hologram']);
    expect(textOf(editor)).toBe(' /  / two');
    expect(attachment.check()).toBe(true);
    expect(updates).toHaveLength(0);
  });

  test('stays as it is, byte for byte, whatever is done around it', () => {
    const doc = stored('one', 'two', 'three');
    insert(doc, 1, hologram('a'));
    insert(doc, 3, hologram('b', 'sculpture'));
    const before = Y.encodeStateAsUpdate(doc);
    const copies = ['hologram', 'sculpture'].map((type) => unknownsOf(documentRoot(doc), type)[0]);
    const contents = copies.map((element) => element?.toString());
    const { editor, attachment } = attached(doc);
    edit(editor, () => void $block(0).selectEnd().insertText('!'));
    edit(editor, () => void $block(0).selectEnd().insertParagraph());
    edit(editor, () => void $getRoot().getLastChildOrThrow().insertBefore($block(0)));
    edit(editor, () => $selectFrom($texts()[0], 0, $texts()[1], 3).formatText('bold'));
    for (let i = 0; i < 4; i++) attachment.undo();
    for (let i = 0; i < 4; i++) attachment.redo();
    expect(attachment.check()).toBe(true);
    expect(unknownsOf(documentRoot(doc))[0]).toBe(copies[0]);
    expect(unknownsOf(documentRoot(doc), 'sculpture')[0]).toBe(copies[1]);
    expect(copies.map((element) => element?.toString())).toEqual(contents);
    const then = new Y.Doc();
    Y.applyUpdate(then, before);
    expect(contentOf(copies[0] as Y.XmlElement)).toBe(contentOf(unknownsOf(documentRoot(then))[0] as Y.XmlElement));
  });

  test('that is moved remains the element it is', () => {
    const doc = stored('one', 'two');
    insert(doc, 0, hologram('a'));
    const element = blockAt(doc, 0);
    const content = contentOf(element);
    const { editor, attachment } = attached(doc);
    edit(editor, () => void $getRoot().getLastChildOrThrow().insertAfter($unknown()));
    expect(textOf(editor)).toBe('one / two / ');
    expect(unknownsOf(documentRoot(doc))).toEqual([element]);
    expect(contentOf(element)).toBe(content);
    expect(attachment.check()).toBe(true);
  });

  test('is copied as itself', () => {
    const doc = stored('one');
    insert(doc, 0, hologram('a'));
    const { editor, attachment, problems } = attached(doc);
    edit(editor, () => {
      const selection = $createNodeSelection();
      selection.add($unknown().getKey());
      $setSelection(selection);
      $copyToEnd(editor);
    });
    const [original, copy] = unknownsOf(documentRoot(doc));
    expect(copy && contentOf(copy)).toBe(original && contentOf(original));
    expect(attachment.check()).toBe(true);
    expect(problems).toEqual([]);
  });

  test('that no copy can be made of is not copied, and stays', () => {
    const doc = stored('one');
    const element = hologram('a');
    element.insert(0, [new Y.Doc() as unknown as Y.XmlText]);
    insert(doc, 0, element);
    const { editor, attachment, problems } = attached(doc);
    edit(editor, () => {
      $unknown().selectNext();
      const selection = $createNodeSelection();
      selection.add($unknown().getKey());
      $setSelection(selection);
      $copyToEnd(editor);
    });
    expect(unknownsOf(documentRoot(doc))).toEqual([element]);
    expect(shownIn(editor)).toEqual(['hologram']);
    expect(attachment.check()).toBe(true);
    expect(problems).toEqual([]);
  });

  test('is brought back by undo as it was', () => {
    const doc = stored('one', 'two');
    insert(doc, 1, hologram('a'));
    const content = contentOf(blockAt(doc, 1));
    const { editor, attachment } = attached(doc);
    edit(editor, () => $unknown().remove());
    expect(unknownsOf(documentRoot(doc))).toHaveLength(0);
    attachment.undo();
    const [restored] = unknownsOf(documentRoot(doc));
    expect(restored && contentOf(restored)).toBe(content);
    expect(textOf(editor)).toBe('one /  / two');
  });

  test('goes with what is deleted across it, and its text gets into nobody else’s', () => {
    const [a, b] = pair('one', 'two');
    insert(a.doc, 1, hologram('a'));
    settle([a, b]);
    edit(b.editor, () => void $getRoot().getLastChildOrThrow().selectEnd().insertText('!'));
    edit(a.editor, () => $selectFrom($texts()[0], 1, $texts()[1], 1).removeText());
    expectAgreement(a, b);
    expect(textOf(a.editor)).toBe('owo!');
    expect(unknownsOf(documentRoot(a.doc))).toHaveLength(0);
  });

  test('that something else takes the place of does not become that', () => {
    const doc = stored('one');
    const element = new Y.XmlElement('hologram');
    insert(doc, 0, element);
    const { editor } = attached(doc);
    edit(editor, () => void $unknown().replace($createParagraphNode()));
    edit(editor, () => void $getRoot().getFirstChildOrThrow().selectEnd());
    expect(blockAt(doc, 0).nodeName).toBe('paragraph');
    expect(unknownsOf(documentRoot(doc))).toHaveLength(0);
  });

  test('is shown anew, at whatever depth its own editor changes it', () => {
    const [a, b] = pair('one');
    insert(a.doc, 0, hologram('a'));
    settle([a, b]);
    const inner = blockAt(a.doc, 0).get(1) as Y.XmlElement;
    a.doc.transact(() => (inner.get(0) as Y.XmlText).insert(0, 'deep '), 'newer');
    const [map] = runsOf(textAt(a.doc, 0))
      .filter((run) => run.kind === 'embed')
      .slice(-1);
    if (map?.kind === 'embed' && map.embed instanceof Y.Map) map.embed.set('x', 2);
    a.doc.transact(() => blockAt(a.doc, 0).setAttribute('_as', 'scroll'), 'newer');
    expectAgreement(a, b);
    for (const { editor, attachment } of [a, b]) {
      expect(shownIn(editor)).toEqual(['scroll']);
      expect(attachment.check()).toBe(true);
    }
  });

  test('becomes and ceases to be one, with its place and the text in it', () => {
    const [a, b] = pair('one', 'two');
    const as = (type: string | null) =>
      a.doc.transact(() => {
        if (type === null) blockAt(a.doc, 0).removeAttribute('_as');
        else blockAt(a.doc, 0).setAttribute('_as', type);
      }, 'newer');
    as('scroll');
    expectAgreement(a, b);
    expect(textOf(b.editor)).toBe(' / two');
    as('quote');
    expectAgreement(a, b);
    expect(textOf(b.editor)).toBe('one / two');
    as(null);
    expectAgreement(a, b);
    expect(textOf(b.editor)).toBe('one / two');
  });
});

describe('a thing of an unknown type within a text', () => {
  test('is shown where it stands, and stays as it is while the text around it changes', () => {
    const doc = stored('one two');
    const text = textAt(doc, 0);
    text.insertEmbed(3, { type: 'sticker', of: [1, { b: 2, a: 1 }] }, { glow: true, bold: true });
    const { editor, attachment } = attached(doc);
    expect(shownIn(editor)).toEqual(['sticker']);
    edit(editor, () => void $selectFrom($texts()[0], 0, $texts()[0], 3).insertText('three'));
    edit(editor, () => $selectFrom($texts()[0], 0, $texts()[1], 2).formatText('italic'));
    edit(editor, () => $selectFrom($texts()[0], 0, $texts()[1], 2).formatText('bold'));
    edit(editor, () => void $block(0).selectEnd().insertText('!'));
    expect(attachment.check()).toBe(true);
    expect(text.toDelta()).toContainEqual({
      insert: { type: 'sticker', of: [1, { b: 2, a: 1 }] },
      attributes: { glow: true, bold: true },
    });
    expect(text.toJSON()).toContain('three');
  });

  test('goes with its text, as it is, when that is split', () => {
    const [a, b] = pair('one two');
    const text = textAt(a.doc, 0);
    a.doc.transact(() => {
      const list = Y.Array.from<Y.Text | Uint8Array | number>([1, new Y.Text('x'), new Uint8Array([7])]);
      text.insertEmbed(5, list, { glow: true, 'in:link': { url: 'https://example.org' } });
      text.insertEmbed(6, { type: 'sticker' });
    }, 'newer');
    settle([a, b]);
    edit(b.editor, () => void $selectFrom($texts()[0], 2, $texts()[0], 2).insertParagraph());
    expectAgreement(a, b);
    const [list, sticker] = runsOf(textAt(a.doc, 1)).filter((run) => run.kind === 'embed');
    expect(list?.attributes).toEqual({ glow: true, 'in:link': { url: 'https://example.org' } });
    expect(list?.embed instanceof Y.Array && list.embed.toJSON()).toEqual([1, 'x', new Uint8Array([7])]);
    expect(sticker?.embed).toEqual({ type: 'sticker' });
  });

  test('may be any JSON, a string too, which is no text', () => {
    const doc = stored('onetwo');
    const text = textAt(doc, 0);
    const embeds = ['letters', 5, true, [1], {}, { type: 7 }, { type: 'paragraph' }];
    for (const of of embeds) text.insertEmbed(3, { of });
    for (let item = text._start; item; item = item.right) {
      // As a peer's bytes may have it: Yjs' own functions make letters of a string.
      if (item.content instanceof Y.ContentEmbed) item.content.embed = (item.content.embed as { of: object }).of;
    }
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    const before = canonical(packBlock({ head: blockAt(copy, 0), fragments: [] }) as Json);
    const { editor, attachment, problems } = attached(copy);
    expect(shownIn(editor)).toHaveLength(7);
    edit(editor, () => void $block(0).selectEnd().insertText('!'));
    edit(editor, () => void $block(0).selectStart().insertText('?'));
    expect(attachment.check()).toBe(true);
    attachment.undo();
    attachment.undo();
    expect(canonical(packBlock({ head: blockAt(copy, 0), fragments: [] }) as Json)).toBe(before);
    expect(problems).toEqual([]);
  });

  test('is removed by deleting it, alone', () => {
    const doc = stored('one');
    const text = textAt(doc, 0);
    for (const of of ['a', 'b', 'b', 'c']) text.insertEmbed(2, { type: 'sticker', of });
    const { editor } = attached(doc);
    edit(editor, () => $block(0).getChildAtIndex(1)?.remove());
    expect(runsOf(text).flatMap((run) => (run.kind === 'embed' ? [(run.embed as { of: string }).of] : []))).toEqual([
      'b',
      'b',
      'a',
    ]);
  });
});

test('a parcel from a clipboard may hold anything: what makes no sense comes to nothing', () => {
  const doc = stored('one');
  const { editor, attachment, problems } = attached(doc);
  const deep = (depth: number): object =>
    depth === 0 ? {} : { is: 'element', name: 'x', attributes: {}, children: [deep(depth - 1)] };
  const parcels = [
    {},
    { block: 7 },
    { block: { is: 'map', entries: {} } },
    { block: { is: 'element' } },
    { block: { is: 'element', name: 'x', attributes: { a: { value: undefined } }, children: 'x' } },
    { block: deep(500) },
    { block: { is: 'element', name: 'slot', attributes: {}, children: [] } },
    { block: { is: 'element', name: 'listitem', attributes: { _depth: { value: 1e9 } }, children: [] } },
    { embed: { value: 'text' } },
    { embed: { value: null } },
    { embed: { is: 'text', runs: [{ letters: 7 }] } },
    { embed: { bytes: '%%%' }, marks: {} },
    { embed: { value: { type: 'sticker' } } },
  ];
  for (const parcel of parcels) {
    edit(editor, () => void $getRoot().append($createUnknownBlockNode(parcel)));
    edit(editor, () => void $block(0).append($createUnknownInlineNode(parcel), $createTextNode('.')));
    expect(attachment.check(), JSON.stringify(parcel).slice(0, 80)).toBe(true);
  }
  edit(editor, () => void $block(0).selectEnd().insertText('!'));
  expect(textOf(editor)).toContain('!');
  expect(problems).toEqual([]);
});

/*
 * People write, and now and then a newer version among them adds blocks and things that they don't know, each with
 * a number by which it is found again.
 */
const start = Number(process.env.FUZZ_START ?? 1);
const count = Math.min(Number(process.env.FUZZ_SEEDS ?? 80), 3000);
const deleting = new Set([
  'delete across blocks',
  'delete a block',
  'remove blocks',
  'delete in a text',
  'clear all',
  'rewrite a text',
]);

function serialsOf(doc: Y.Doc): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (element: Y.XmlElement) => {
    for (const child of element.toArray()) {
      if (child instanceof Y.XmlElement && child.nodeName === 'hologram') {
        found.set(`block ${child.getAttribute('serial')}`, contentOf(child));
      } else if (child instanceof Y.XmlElement) {
        visit(child);
      } else if (child instanceof Y.XmlText) {
        for (const run of runsOf(child)) {
          if (run.kind !== 'embed') continue;
          const { serial } = run.embed as { serial?: number };
          if (serial === undefined) continue;
          // Marks that people put around it meanwhile are theirs.
          found.set(`embed ${serial}`, canonical([run.embed as Json, run.attributes.glow ?? null]));
        }
      }
    }
  };
  visit(documentRoot(doc));
  return found;
}

function $isWhole(person: Person, before: Map<string, string>, name: string): string[] {
  const now = serialsOf(person.doc);
  return [...before.keys()].filter((key) => !now.has(key)).map((key) => `${key} was lost by: ${name}`);
}

function addUnknown({ doc }: Person, random: Random, serial: number, made: Map<string, string>): void {
  const root = documentRoot(doc);
  doc.transact(() => {
    const texts = root
      .toArray()
      .flatMap((child) =>
        child instanceof Y.XmlElement && child.nodeName !== 'hologram'
          ? child.toArray().filter((each) => each instanceof Y.XmlText)
          : [],
      );
    const text = texts[Math.floor(random() * texts.length)];
    if (text && random() < 0.6) {
      text.insertEmbed(Math.floor(random() * (text.length + 1)), { type: 'sticker', serial }, { glow: serial });
    } else {
      root.insert(Math.floor(random() * (root.length + 1)), [hologram(String(serial))]);
    }
  }, 'newer');
  for (const [key, content] of serialsOf(doc)) if (!made.has(key)) made.set(key, content);
}

function run(seed: number): string[] {
  const problems: string[] = [];
  const random = randomOf(seed);
  const people = createPeople(3, (problem) => problems.push(JSON.stringify(problem)));
  const made = new Map<string, string>();
  for (let turn = 0; turn < 40; turn++) {
    const person = people[Math.floor(random() * people.length)];
    if (!person) continue;
    const kind = random();
    if (kind < 0.05) setOnline(people, person, !person.isOnline);
    else if (kind < 0.2) addUnknown(person, random, turn, made);
    else if (kind < 0.28) person.attachment[random() < 0.6 ? 'undo' : 'redo']();
    else if (kind < 0.5) deliver(person, 1 + Math.floor(random() * 6));
    else {
      const before = serialsOf(person.doc);
      const name = act(person, random, { discrete: true });
      if (!deleting.has(name)) problems.push(...$isWhole(person, before, name));
    }
  }
  settle(people);
  for (const { doc, editor, attachment } of people) {
    if (!attachment.check() || jsonOf(editor) !== freshJsonOf(doc)) problems.push('they differ');
    for (const [key, content] of serialsOf(doc))
      if (made.get(key) !== content) problems.push(`${key} was changed: ${content} of ${made.get(key)}`);
  }
  for (const { attachment } of people) attachment.detach();
  return problems;
}

test(`nobody loses or changes what only a newer version knows, seeds ${start} to ${start + count - 1}`, () => {
  const failures: string[] = [];
  for (let seed = start; seed < start + count && failures.length < 5; seed++) {
    const problems = run(seed);
    if (problems.length > 0) failures.push(`seed ${seed}: ${problems.join('\n  ')}`);
  }
  expect(failures.join('\n')).toBe('');
}, 3_600_000);
