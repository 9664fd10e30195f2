import { $createListItemNode, $createListNode, $isListItemNode, $isListNode, registerList } from '@lexical/list';
import fc from 'fast-check';
import { $createTextNode, $getRoot, ElementNode, type LexicalNode } from 'lexical';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { blocksOf } from './lists.ts';
import {
  $block,
  attached,
  edit,
  expectAgreement,
  freshJsonOf,
  jsonOf,
  pair,
  textOf,
  updatesOf,
} from './people.test.kit.ts';
import { documentRoot } from './schema.ts';

const blocks = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ type: fc.constantFrom('bullet', 'number', 'check'), depth: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  { maxLength: 10 },
);

function documentOf(places: readonly ({ type: string; depth: number } | null)[]): Y.Doc {
  const doc = new Y.Doc();
  const elements = places.map((place, i) => {
    const element = new Y.XmlElement(place ? 'listitem' : 'paragraph');
    if (place) element.setAttribute('_list', place.type);
    if (place?.depth) element.setAttribute('_depth', place.depth as unknown as string);
    element.insert(0, [new Y.XmlText(`${i}`)]);
    return element;
  });
  documentRoot(doc).insert(0, elements);
  return doc;
}

function placesIn(editor: ReturnType<typeof attached>['editor']): unknown[] {
  return editor
    .getEditorState()
    .read(() => blocksOf($getRoot()).map(({ list }) => list && { type: list.type, depth: list.depth }));
}

describe('lists', () => {
  test('show every item in its kind of list, as deep as it is', () => {
    fc.assert(
      fc.property(blocks, (places) => {
        fc.pre(places.length > 0);
        expect(placesIn(attached(documentOf(places)).editor)).toEqual(places);
      }),
    );
  });

  test('are shown as Lexical itself would tidy them: its transforms find nothing to do', () => {
    fc.assert(
      fc.property(blocks, (places) => {
        const doc = documentOf(places);
        const updates = updatesOf(doc);
        const { editor } = attached(doc);
        const json = jsonOf(editor);
        registerList(editor);
        edit(editor, () => {
          const mark = (node: LexicalNode): void => {
            node.markDirty();
            if (node instanceof ElementNode) node.getChildren().forEach(mark);
          };
          mark($getRoot());
        });
        expect(jsonOf(editor)).toBe(json);
        expect(updates).toHaveLength(0);
      }),
    );
  });

  test('change from any into any other one, and keep the nodes of their items', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ type: fc.constantFrom('bullet', 'check'), depth: fc.nat(2) }), {
          minLength: 3,
          maxLength: 3,
        }),
        blocks,
        (before, after) => {
          const doc = documentOf(before);
          const { editor } = attached(doc);
          const keys = () => editor.getEditorState().read(() => blocksOf($getRoot()).map(({ node }) => node?.getKey()));
          const then = keys();
          doc.transact(() => {
            for (const [i, element] of documentRoot(doc).toArray().entries()) {
              const place = after[i];
              if (!(element instanceof Y.XmlElement) || !place) continue;
              element.setAttribute('_list', place.type);
              element.setAttribute('_depth', place.depth as unknown as string);
            }
          }, 'network');
          expect(jsonOf(editor)).toBe(freshJsonOf(doc));
          expect(keys()).toEqual(then);
        },
      ),
    );
  });

  test('another kind of list that comes right before one takes none of its items', () => {
    const [a, b] = pair('one', 'two');
    edit(
      a.editor,
      () =>
        void $block(1).replace($createListNode('check').append($createListItemNode().append($createTextNode('two')))),
    );
    expectAgreement(a, b);
    edit(
      a.editor,
      () =>
        void $block(0).replace($createListNode('number').append($createListItemNode().append($createTextNode('one')))),
    );
    expectAgreement(a, b);
    expect(textOf(b.editor)).toBe('one / two');
    expect(b.editor.getEditorState().read(() => $getRoot().getChildren().filter($isListNode).length)).toBe(2);
  });

  test('number their items from where they start, and skip those that only hold a list', () => {
    const doc = documentOf([
      { type: 'number', depth: 0 },
      { type: 'number', depth: 1 },
      { type: 'number', depth: 0 },
    ]);
    (documentRoot(doc).get(0) as Y.XmlElement).setAttribute('_start', 5 as unknown as string);
    const { editor } = attached(doc);
    const values: number[] = [];
    editor.getEditorState()._nodeMap.forEach((node) => {
      if ($isListItemNode(node)) values.push(node.__value);
    });
    expect(values.sort()).toEqual([1, 5, 6, 6]);
  });

  test('whose items two people indent and tick at once have both', () => {
    const [a, b] = pair('one');
    edit(a.editor, () => {
      const list = $createListNode('check').append(
        $createListItemNode().append($createTextNode('first')),
        $createListItemNode().append($createTextNode('second')),
      );
      $block(0).replace(list);
    });
    expectAgreement(a, b);
    const $second = () => blocksOf($getRoot()).at(-1)?.node;
    edit(a.editor, () => {
      const item = $second();
      if ($isListItemNode(item)) item.setIndent(1);
    });
    edit(b.editor, () => {
      const item = $second();
      if ($isListItemNode(item)) item.toggleChecked();
      item?.selectEnd()?.insertText('!');
    });
    expectAgreement(a, b);
    a.editor.getEditorState().read(() => {
      const item = $second();
      expect($isListItemNode(item) && [item.getIndent(), item.getChecked(), item.getTextContent()]).toEqual([
        1,
        true,
        'second!',
      ]);
    });
  });
});
