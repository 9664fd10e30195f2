import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { documentText } from '../text.ts';
import { longestIncreasing } from './longest-increasing.ts';
import { outlineOf, textsOf } from './outline.ts';
import { documentRoot } from './schema.ts';

interface Made {
  name?: string;
  text?: string;
  [mark: string]: string | undefined;
}

function documentOf(...blocks: Made[]): Y.Doc {
  const doc = new Y.Doc();
  const elements = blocks.map(({ name = 'paragraph', text, ...marks }) => {
    const element = new Y.XmlElement(name);
    for (const [mark, value] of Object.entries(marks)) if (value !== undefined) element.setAttribute(`_${mark}`, value);
    if (text !== undefined) element.insert(0, [new Y.XmlText(text)]);
    return element;
  });
  documentRoot(doc).insert(0, elements);
  return doc;
}

test('blocks stand where they lie, unless they were moved to a slot', () => {
  const doc = documentOf(
    { text: 'moved', at: 'there' },
    { text: 'first' },
    { name: 'slot', id: 'left' },
    { name: 'slot', id: 'there' },
    { text: 'last' },
    { text: 'its slot is gone', at: 'nowhere' },
  );
  expect(documentText(doc)).toBe('first\nmoved\nlast\nits slot is gone');
});

test('a merged block goes on with the text of the other, wherever it lies, and with what was merged into it', () => {
  const doc = documentOf(
    { text: 'three', joined: 'b' },
    { text: 'one ', id: 'a' },
    { text: 'apart' },
    { text: 'two ', id: 'b', joined: 'a' },
  );
  expect(documentText(doc)).toBe('one two three\napart');
});

test('a merged block whose other one is removed stands for itself again', () => {
  const doc = documentOf({ text: 'one', id: 'a' }, { text: 'two', joined: 'a' });
  documentRoot(doc).delete(0, 1);
  expect(documentText(doc)).toBe('two');
});

test('every block is in the outline exactly once, whatever its marks say', () => {
  const mark = fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined });
  const block = fc.record({ name: fc.constantFrom('paragraph', 'slot'), id: mark, at: mark, joined: mark });
  fc.assert(
    fc.property(fc.array(block, { maxLength: 12 }), (blocks) => {
      const doc = documentOf(...blocks);
      const elements = documentRoot(doc)
        .toArray()
        .filter((each) => each instanceof Y.XmlElement && each.nodeName !== 'slot');
      const shown = outlineOf(documentRoot(doc)).flatMap(({ head, fragments }) => [head, ...fragments]);
      expect(new Set(shown)).toEqual(new Set(elements));
      expect(shown).toHaveLength(elements.length);
    }),
  );
});

test('the texts of a block are those of its parts, in order', () => {
  const doc = documentOf({ text: 'a', id: 'a' }, { text: 'b', joined: 'a' });
  const [block] = outlineOf(documentRoot(doc));
  expect(block && textsOf(block).map(String)).toEqual(['a', 'b']);
});

test('the longest increasing subsequence is increasing, and none is longer', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 9 }), (values) => {
      const kept = [...longestIncreasing(values)].sort((a, b) => a - b).map((place) => values[place] ?? 0);
      expect(kept.every((value, i) => i === 0 || value > (kept[i - 1] ?? 0))).toBe(true);
      const lengths = values.map(() => 1);
      for (const [i, value] of values.entries()) {
        for (let j = 0; j < i; j++) {
          if ((values[j] ?? 0) < value) lengths[i] = Math.max(lengths[i] ?? 1, (lengths[j] ?? 1) + 1);
        }
      }
      expect(kept).toHaveLength(Math.max(0, ...lengths));
    }),
  );
});
