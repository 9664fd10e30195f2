import { $getRoot } from 'lexical';
import { expect, test } from 'vitest';
import { documentText } from '../index.ts';
import { $createGrid, $insertColumns, $insertRows, $shownCells } from '../tables/edit.ts';
import { compose, type Pick, randomOf, textsIn } from './actions.test.kit.ts';
import { commit, createPeople, deliver, edit, freshJsonOf, jsonOf, type Person, settle } from './people.test.kit.ts';
import { $isRegular, tableActions, tablesIn } from './table-actions.test.kit.ts';

/*
 * Nobody's letters are lost or doubled in a table while others change its rows and columns, but for those that they
 * delete. More of it:
 *
 *   FUZZ_SEEDS=3000 FUZZ_START=1000 npx vitest run editor/src/content/binding/tables-keeping.test.ts
 */

const count = Number(process.env.FUZZ_SEEDS ?? 60);
const start = Number(process.env.FUZZ_START ?? 1);

const NAMES = [
  'insert a row',
  'insert a column',
  'move a row',
  'move a column',
  'merge cells',
  'split cells',
  'resize a column',
  'make a header',
  'colour or align a cell',
];
const rearrangements = tableActions.filter(({ name }) => NAMES.includes(name));

function run(seed: number): string[] {
  const problems: string[] = [];
  const random = randomOf(seed);
  const pick: Pick = (items) => items[Math.floor(random() * items.length)];
  const people = createPeople(3, (problem) => problems.push(String((problem as { message: string }).message)));
  const [first] = people;
  if (!first) return [];
  const typed: string[] = [];
  const next = () => {
    const letter = String.fromCharCode(0x4e00 + typed.length);
    typed.push(letter);
    return letter;
  };
  edit(first.editor, () => {
    const table = $createGrid(2, 2);
    $getRoot().append(table);
    for (const { cell } of $shownCells(table)) cell.selectStart().insertText(next());
  });
  settle(people);
  for (let turn = 0; turn < 40; turn++) {
    const person = pick(people) as Person;
    const kind = random();
    if (kind < 0.06) compose(person, random() < 0.6 ? pick : null);
    else if (kind < 0.25) deliver(person, 1 + Math.floor(random() * 4));
    else {
      commit(person);
      person.editor.update(
        () => {
          const [table] = tablesIn();
          const cell = table && pick($shownCells(table))?.cell;
          if (kind >= 0.7) pick(rearrangements)?.run({ random, pick });
          else if (random() < 0.3) pick(textsIn(cell))?.select(0, 0).insertText(next());
          else cell?.selectEnd().insertText(next());
        },
        random() < 0.7 ? { discrete: true } : {},
      );
    }
  }
  for (const person of people) compose(person, null);
  settle(people);
  const text = documentText(first.doc);
  for (const each of typed) {
    const found = text.split(each).length - 1;
    if (found !== 1) problems.push(`${each} is there ${found} times`);
  }
  if (people.some(({ editor, doc }) => jsonOf(editor) !== freshJsonOf(doc))) problems.push('the documents differ');
  if (!first.editor.read(() => tablesIn().every($isRegular))) problems.push('the table is no rectangle');
  for (const { attachment } of people) attachment.detach();
  return problems;
}

test(`no letter in a table is lost or doubled while others rearrange it, seeds ${start} to ${start + count - 1}`, () => {
  const failures: string[] = [];
  for (let seed = start; seed < start + count && failures.length < 8; seed++) {
    const problems = run(seed);
    if (problems.length > 0) failures.push(`seed ${seed}: ${problems.join(', ')}`);
  }
  expect(failures.join('\n')).toBe('');
}, 600_000);

test('a cell that is shown empty again, after a merge was taken back, has a place to write', () => {
  expect(run(974)).toEqual([]);
});

test('a column and a row made at once leave room for what is written where they cross', () => {
  const [ann, ben] = createPeople(2, (problem) => expect(problem).toBeNull()) as [Person, Person];
  edit(ann.editor, () => void $getRoot().append($createGrid(1, 1)));
  settle([ann, ben]);
  edit(ann.editor, () => void $insertColumns(tablesIn()[0] ?? $createGrid(1, 1), 1));
  edit(ben.editor, () => void $insertRows(tablesIn()[0] ?? $createGrid(1, 1), 1));
  settle([ann, ben]);
  const $corner = () => tablesIn().flatMap($shownCells).at(-1)?.cell;
  edit(ann.editor, () => void $corner()?.selectEnd().insertText('here'));
  settle([ann, ben]);
  expect(ben.editor.read(() => $corner()?.getTextContent())).toBe('here');
});
