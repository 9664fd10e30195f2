import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { drifted, type Known, noDrift, rebased } from './drift.ts';
import { EMBED, type Inline, readTexts, type Span, sameInline } from './inline.ts';
import { findEdit, moved, movedStretches } from './inline-diff.ts';
import { type Attributes, canonical } from './schema.ts';
import { insertSpans, writeInline } from './write-inline.ts';

const kinds = new Map([
  ['link', 'wrapper'],
  ['sticker', 'embed'],
] as const);

function plain(text: string): Inline {
  return { text, spans: text === '' ? [] : [{ text, look: {}, key: '' }] };
}

/** A text in a document, with these spans. */
function textWith(spans: readonly Span[]): Y.XmlText {
  const text = new Y.XmlText();
  new Y.Doc().get('root', Y.XmlElement).insert(0, [text]);
  insertSpans({ text, index: 0 }, spans);
  return text;
}

describe('the place of an edit', () => {
  test.each([
    ['typing among equal letters is where the caret is', 'aaa', 'aaaa', 2, { at: 1, removed: 0, inserted: 1 }],
    ['deleting among equal letters is where the caret is', 'aaaa', 'aaa', 1, { at: 1, removed: 1, inserted: 0 }],
    ['without a caret it is behind what is equal', 'aaa', 'aaaa', undefined, { at: 3, removed: 0, inserted: 1 }],
    ['replacing keeps both ends', 'hello world', 'hello brave world', undefined, { at: 6, removed: 0, inserted: 6 }],
    [
      'a pair that differs in its second half goes whole',
      'x😀y',
      'x😁y',
      undefined,
      { at: 1, removed: 2, inserted: 2 },
    ],
    [
      'a pair that differs in its first half goes whole',
      '\ud83d\udc69',
      '\ud83e\udc69',
      undefined,
      { at: 0, removed: 2, inserted: 2 },
    ],
    ['a pair typed before its like is not cut', '😀', '😀😀', 2, { at: 0, removed: 0, inserted: 2 }],
    ['nothing changed', 'same', 'same', 2, { at: 2, removed: 0, inserted: 0 }],
  ] as const)('%s', (_, before, after, caret, edit) => {
    expect(findEdit(plain(before), plain(after), caret)).toEqual(edit);
  });

  test('an embed is only itself', () => {
    const embed = (id: string): Inline => {
      const span: Span = { text: EMBED, look: {}, key: id, embed: { type: 'sticker', id } };
      return { text: EMBED, spans: [span] };
    };
    expect(findEdit(embed('a'), embed('a'))).toMatchObject({ removed: 0, inserted: 0 });
    expect(findEdit(embed('a'), embed('b'))).toMatchObject({ removed: 1, inserted: 1 });
  });

  test('a place behind an edit moves with it, one within goes to its beginning, and what came in is left out', () => {
    const edits = [
      { at: 2, removed: 3, inserted: 1 },
      { at: 6, removed: 0, inserted: 2 },
    ];
    expect([0, 2, 3, 4, 5, 6, 8].map((place) => moved(place, edits))).toEqual([0, 2, 2, 2, 3, 4, 8]);
    expect(movedStretches(0, 8, edits)).toEqual([
      [0, 2],
      [3, 4],
      [6, 8],
    ]);
    expect(movedStretches(2, 5, edits)).toEqual([]);
  });
});

const looks: fc.Arbitrary<Attributes> = fc.constantFrom<Attributes>(
  {},
  { bold: true },
  { bold: true, italic: true },
  { style: 'color: red' },
  { 'in:link': { url: 'a' } },
  { 'in:link': { url: 'b' }, code: true },
);
const pieces = fc.constantFrom('a', 'b', 'ab', 'aa', '\n', '\t', '😀', '😁', '\u{1F469}\u200D\u{1F467}', 'e\u0301');
const inlines: fc.Arbitrary<Inline> = fc
  .array(fc.oneof({ weight: 8, arbitrary: fc.tuple(pieces, looks) }, { weight: 1, arbitrary: fc.constant(null) }), {
    maxLength: 8,
  })
  .map((parts) => {
    const spans = parts.map((part): Span => {
      if (part === null) return { text: EMBED, look: {}, key: 's', embed: { type: 'sticker' } };
      return { text: part[0], look: part[1], key: canonical({ ...part[1] }) };
    });
    // Read back from a document, they are cut as the editor would cut them.
    return readTexts([textWith(spans)], kinds).inline;
  });

describe('writing an edit', () => {
  test('makes what was read into what is wanted, whatever both are', () => {
    fc.assert(
      fc.property(inlines, inlines, fc.option(fc.nat(8), { nil: undefined }), (before, after, caret) => {
        const text = textWith(before.spans);
        const stored = readTexts([text], kinds);
        const known = { inline: stored.inline, drift: noDrift };
        writeInline(stored, known, after, caret && Math.min(caret, after.text.length));
        const now = readTexts([text], kinds).inline;
        expect(now).toEqual(after);
        expect(sameInline(now, after)).toBe(true);
        expect(text.toString().isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('over several texts reads like over one', () => {
    fc.assert(
      fc.property(inlines, inlines, inlines, (first, second, after) => {
        const texts = [textWith(first.spans), textWith([]), textWith(second.spans)];
        const stored = readTexts(texts, kinds);
        writeInline(stored, { inline: stored.inline, drift: noDrift }, after);
        expect(readTexts(texts, kinds).inline.text).toBe(after.text);
      }),
      { numRuns: 200 },
    );
  });

  test('goes where it belongs, letter by letter, whatever others wrote before, in and behind it meanwhile', () => {
    const turns = fc.array(
      fc.record({ isOwn: fc.boolean(), at: fc.nat(20), removed: fc.nat(3), inserted: fc.nat(2) }),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(turns, (all) => {
        const text = textWith(plain('abcdefgh').spans);
        const doc = text.doc as Y.Doc;
        // What each of the two does, done in a copy that knows of nothing else: merged by Yjs, it is what should come.
        const [own, others] = [copyOf(doc), copyOf(doc)];
        let known: Known = { inline: plain('abcdefgh'), drift: noDrift };
        text.observe(({ delta, transaction }) => {
          if (transaction.origin === 'network') known = { ...known, drift: drifted(known.drift, delta) };
        });
        let letter = 0x4e00;
        for (const { isOwn, ...edit } of all) {
          const mine = textOf(isOwn ? own : others);
          const at = Math.min(edit.at, mine.length);
          mine.delete(at, Math.min(edit.removed, mine.length - at));
          mine.insert(at, Array.from({ length: edit.inserted }, () => String.fromCharCode(letter++)).join(''));
          if (!isOwn) {
            Y.applyUpdate(doc, Y.encodeStateAsUpdate(others), 'network');
          } else {
            const now = plain(mine.toString());
            const edited = writeInline(readTexts([text], kinds), known, now, at + edit.inserted);
            known = { inline: now, drift: rebased(known.drift, edited) };
          }
        }
        Y.applyUpdate(own, Y.encodeStateAsUpdate(others));
        const letters = (string: string) => [...string].sort().join('');
        expect(letters(text.toString())).toBe(letters(textOf(own).toString()));
      }),
      { numRuns: 500 },
    );
  });
});

function textOf(doc: Y.Doc): Y.XmlText {
  return doc.get('root', Y.XmlElement).get(0) as Y.XmlText;
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}
