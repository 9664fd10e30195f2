import {
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  type LexicalEditor,
} from 'lexical';
import { describe, expect, test } from 'vitest';
import { GridCellNode } from '../nodes/grid-cell-node.ts';
import { GridNode } from '../nodes/grid-node.ts';
import {
  $createGrid,
  $insertColumns,
  $insertRows,
  $mergeRange,
  $moveColumn,
  $moveRow,
  $removeColumns,
  $removeRows,
  $shownCells,
  $splitRange,
  type ShownCell,
} from '../tables/edit.ts';
import { $rowsOf } from '../tables/tidy.ts';
import { randomOf } from './actions.test.kit.ts';
import { edit, expectAgreement, type Person, pair, settle } from './people.test.kit.ts';

function $table(): GridNode {
  const table = $getRoot()
    .getChildren()
    .find((node) => node instanceof GridNode);
  if (!(table instanceof GridNode)) throw new Error('there is no table');
  return table;
}

function $cell(row: number, column: number): GridCellNode {
  const found = $shownCells($table()).find(
    ({ top, left, bottom, right }) => top <= row && row <= bottom && left <= column && column <= right,
  );
  if (!found) throw new Error(`no cell at ${row}, ${column}`);
  return found.cell;
}

function $write(row: number, column: number, text: string): void {
  $cell(row, column).selectEnd().insertText(text);
}

/** The rows of the table, cells between bars, the blocks of a cell between slashes. */
function gridOf(editor: LexicalEditor): string[] {
  return editor.read(() =>
    $rowsOf($table()).map((row) =>
      row
        .getChildren()
        .map((cell) =>
          ($isElementNode(cell) ? cell.getChildren().map((block) => block.getTextContent()) : []).join('/'),
        )
        .join('|'),
    ),
  );
}

/** Two people with a table of three by three, `a1` to `c3`. */
function two(): [Person, Person] {
  const people = pair('above');
  edit(people[0].editor, () => {
    $getRoot().append($createGrid(3, 3), $createParagraphNode());
    for (let row = 0; row < 3; row++)
      for (let column = 0; column < 3; column++) $write(row, column, `${'abc'[column]}${row + 1}`);
  });
  settle(people);
  return people;
}

/** What both see after each did something that the other didn't know of. */
function together($ann: () => void, $ben: () => void): string[] {
  const [ann, ben] = two();
  edit(ann.editor, $ann);
  edit(ben.editor, $ben);
  expectAgreement(ann, ben);
  for (const { attachment } of [ann, ben]) expect(attachment.check()).toBe(true);
  return gridOf(ann.editor);
}

describe('two people at one table', () => {
  test('each inserts a column: both are there, in every row', () => {
    const grid = together(
      () => {
        $insertColumns($table(), 1);
        $write(0, 1, 'x');
      },
      () => {
        $insertColumns($table(), 1);
        $write(1, 1, 'y');
      },
    );
    expect(grid.map((row) => row.split('|').length)).toEqual([5, 5, 5]);
    expect([
      ['a1|x||b1|c1', 'a2||y|b2|c2'],
      ['a1||x|b1|c1', 'a2|y||b2|c2'],
    ]).toContainEqual(grid.slice(0, 2));
  });

  test('a row made while a column is made has a cell in it', () => {
    const grid = together(
      () => void $insertColumns($table(), 3),
      () => {
        $insertRows($table(), 3);
        $write(3, 0, 'new');
      },
    );
    expect(grid).toEqual(['a1|b1|c1|', 'a2|b2|c2|', 'a3|b3|c3|', 'new|||']);
  });

  test('both write into a cell that nobody has written in: it holds both', () => {
    const [ann, ben] = two();
    edit(ann.editor, () => void $insertColumns($table(), 3));
    settle([ann, ben]);
    edit(ann.editor, () => $write(0, 3, 'ann'));
    edit(ben.editor, () => $write(0, 3, 'ben'));
    expectAgreement(ann, ben);
    expect(['a1|b1|c1|ann/ben', 'a1|b1|c1|ben/ann']).toContain(gridOf(ann.editor)[0]);
    edit(ann.editor, () => $write(0, 3, '!'));
    edit(ben.editor, () => void $cell(0, 3).selectStart().insertText('?'));
    expectAgreement(ann, ben);
    expect(gridOf(ann.editor)[0]).toMatch(/\|\?(ann|ben)\/(ann|ben)!$/);
  });

  test('deletes a row while another writes in the next', () => {
    const grid = together(
      () => $removeRows($table(), 1, 1),
      () => $write(2, 1, '!'),
    );
    expect(grid).toEqual(['a1|b1|c1', 'a3|b3!|c3']);
  });

  test('deletes a column while another writes beside it and makes a row', () => {
    const grid = together(
      () => $removeColumns($table(), 1, 1),
      () => {
        $write(0, 2, '!');
        $insertRows($table(), 1);
        $write(1, 2, 'new');
      },
    );
    expect(grid).toEqual(['a1|c1!', '|new', 'a2|c2', 'a3|c3']);
  });

  test('merges cells while another adds a column and writes in one of them', () => {
    const grid = together(
      () => $mergeRange($table(), { top: 0, left: 0, bottom: 1, right: 1 }),
      () => {
        $insertColumns($table(), 1);
        $write(1, 2, '!');
      },
    );
    expect(grid).toEqual(['a1/b1/a2/b2!|c1', 'c2', 'a3||b3|c3']);
  });

  test('moves a column and a row while another writes in them', () => {
    const grid = together(
      () => {
        $moveColumn($table(), 0, 2);
        $moveRow($table(), 0, 2);
      },
      () => $write(0, 0, '!'),
    );
    expect(grid).toEqual(['b2|c2|a2', 'b3|c3|a3', 'b1|c1|a1!']);
  });

  test('each deletes the other’s last row: there is no table any more', () => {
    const [ann, ben] = two();
    edit(ann.editor, () => $removeRows($table(), 0, 1));
    edit(ben.editor, () => $removeRows($table(), 1, 2));
    expectAgreement(ann, ben);
    expect(() => gridOf(ann.editor)).toThrow('no table');
    ann.attachment.undo();
    expectAgreement(ann, ben);
    expect(gridOf(ben.editor)).toEqual(['a1|b1|c1', 'a2|b2|c2'].slice(0, gridOf(ben.editor).length));
  });
});

describe('merged cells', () => {
  const all = { top: 0, left: 0, bottom: 1, right: 1 };

  test('hold what was in them, and give it back', () => {
    const [ann, ben] = two();
    edit(ann.editor, () => $mergeRange($table(), all));
    expectAgreement(ann, ben);
    expect(gridOf(ben.editor)).toEqual(['a1/b1/a2/b2|c1', 'c2', 'a3|b3|c3']);
    edit(ben.editor, () => $write(0, 0, '!'));
    edit(ann.editor, () => void $cell(0, 0).selectStart().insertText('?'));
    edit(ann.editor, () => void $cell(0, 0).getFirstChildOrThrow<GridCellNode>().selectEnd().insertParagraph());
    expectAgreement(ann, ben);
    edit(ben.editor, () => $splitRange($table(), all));
    expectAgreement(ann, ben);
    expect(gridOf(ann.editor)).toEqual(['?a1/|b1|c1', 'a2|b2!|c2', 'a3|b3|c3']);
  });

  test('stay, and keep what they hold, when a row or a column of theirs goes', () => {
    const [ann, ben] = two();
    edit(ann.editor, () => $mergeRange($table(), all));
    settle([ann, ben]);
    edit(ann.editor, () => $removeRows($table(), 0, 0));
    edit(ben.editor, () => $write(0, 0, '!'));
    expectAgreement(ann, ben);
    expect(gridOf(ann.editor)).toEqual(['a1/b1/a2/b2!|c2', 'a3|b3|c3']);
    edit(ann.editor, () => $removeColumns($table(), 0, 0));
    expectAgreement(ann, ben);
    expect(gridOf(ann.editor)).toEqual(['a1/b1/a2/b2!|c2', 'b3|c3']);
    ann.attachment.undo();
    ann.attachment.undo();
    ann.attachment.undo();
    expectAgreement(ann, ben);
    expect(gridOf(ann.editor)).toEqual(['a1|b1|c1', 'a2|b2!|c2', 'a3|b3|c3']);
  });

  test('keep what they hold in its order when their last row goes', () => {
    const [ann, ben] = two();
    edit(ann.editor, () => $mergeRange($table(), all));
    settle([ann, ben]);
    edit(ann.editor, () => $removeRows($table(), 1, 1));
    expectAgreement(ann, ben);
    expect(gridOf(ann.editor)).toEqual(['a1/b1/a2/b2|c1', 'a3|b3|c3']);
    ann.attachment.undo();
    expectAgreement(ann, ben);
    expect(gridOf(ann.editor)).toEqual(['a1/b1/a2/b2|c1', 'c2', 'a3|b3|c3']);
  });

  test('keep what is written in a row below when the row they stand in goes', () => {
    const [ann, ben] = pair('above');
    edit(ann.editor, () => {
      $getRoot().append($createGrid(2, 2), $createParagraphNode());
      $write(1, 0, 'below');
      $mergeRange($table(), { top: 0, left: 0, bottom: 1, right: 0 });
    });
    settle([ann, ben]);
    edit(ann.editor, () => $removeRows($table(), 0, 0));
    expectAgreement(ann, ben);
    expect(gridOf(ben.editor)).toEqual(['below|']);
  });

  test('that overlap, made at once: the first counts, and the other is there when it is split', () => {
    const [ann, ben] = two();
    edit(ann.editor, () => $mergeRange($table(), all));
    edit(ben.editor, () => $mergeRange($table(), { top: 1, left: 1, bottom: 2, right: 2 }));
    expectAgreement(ann, ben);
    expect(gridOf(ann.editor)).toEqual(['a1/b1/a2/b2|c1', 'c2', 'a3|b3|c3']);
    edit(ann.editor, () => $splitRange($table(), all));
    expectAgreement(ann, ben);
    expect(gridOf(ann.editor)).toEqual(['a1|b1|c1', 'a2|b2/c2/b3/c3', 'a3']);
  });
});

describe('a table', () => {
  test('takes one step of undo for what was done in one', () => {
    const [ann, ben] = two();
    for (const $do of [
      () => void $insertColumns($table(), 1, 2),
      () => void $insertRows($table(), 0),
      () => $mergeRange($table(), { top: 0, left: 0, bottom: 2, right: 2 }),
      () => $removeRows($table(), 0, 1),
      () => $removeColumns($table(), 1, 2),
      () => $moveColumn($table(), 0, 2),
    ]) {
      edit(ann.editor, $do);
      expect(gridOf(ann.editor)).not.toEqual(['a1|b1|c1', 'a2|b2|c2', 'a3|b3|c3']);
      ann.attachment.undo();
      expect(gridOf(ann.editor)).toEqual(['a1|b1|c1', 'a2|b2|c2', 'a3|b3|c3']);
    }
    expectAgreement(ann, ben);
  });

  test('has room for a caret in a new column at once, and keeps it there', () => {
    const [ann] = two();
    edit(ann.editor, () => {
      $insertColumns($table(), 3);
      $cell(1, 3).selectEnd();
    });
    edit(ann.editor, () => {
      const selection = $getSelection();
      if ($isRangeSelection(selection)) selection.insertText('here');
    });
    expect(gridOf(ann.editor)).toEqual(['a1|b1|c1|', 'a2|b2|c2|here', 'a3|b3|c3|']);
  });

  test('costs next to nothing while it is empty', () => {
    const [ann] = pair('');
    const sizes: number[] = [];
    ann.doc.on('update', (update: Uint8Array) => sizes.push(update.length));
    edit(ann.editor, () => void $getRoot().append($createGrid(20, 10)));
    expect(sizes.length).toBe(1);
    expect(sizes[0]).toBeLessThan(2000);
    sizes.length = 0;
    edit(ann.editor, () => void $insertColumns($table(), 3));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(100);
  });

  test('is written with what is in it when it comes from elsewhere, without ids', () => {
    const [ann, ben] = pair('');
    edit(ann.editor, () => {
      const table = new GridNode();
      $getRoot().append(table);
      for (const words of [['x', 'y'], ['z']]) {
        const row = $rowsOf($createGrid(1, 1))[0];
        if (!row) return;
        row.clear();
        row.append(
          ...words.map((word) => new GridCellNode().append($createParagraphNode().append($createTextNode(word)))),
        );
        table.append(row);
      }
    });
    expectAgreement(ann, ben);
    expect(gridOf(ben.editor)).toEqual(['x|y', 'z|']);
  });
});

test('rows that go leave the words of all other cells, merged ones too, as they are', () => {
  const random = randomOf(6);
  const upTo = (most: number) => Math.floor(random() * most);
  const [ann, ben] = two();
  /** The words of cells, without those within what is to go. */
  const words = (isGone: (cell: ShownCell) => boolean = () => false): string[] =>
    ann.editor.read(() =>
      $shownCells($table()).flatMap((cell) => (isGone(cell) ? [] : cell.cell.getTextContent().replace(/\s+/g, ' '))),
    );
  for (let turn = 0; turn < 20; turn++) {
    edit(ann.editor, () => {
      $insertRows($table(), upTo($table().getChildrenSize()), 1 + upTo(4));
      for (const { cell } of $shownCells($table()))
        if (cell.getTextContent() === '') cell.selectEnd().insertText(`${upTo(100)}`);
      const rows = $table().getChildrenSize();
      const [top, left] = [upTo(rows), upTo(3)];
      $mergeRange($table(), { top, left, bottom: top + upTo(rows - top), right: left + upTo(3 - left) });
    });
    settle([ann, ben]);
    const before = words();
    const rows = ann.editor.read(() => $table().getChildrenSize());
    const from = upTo(rows);
    const to = Math.min(from + upTo(3), rows - (from === 0 ? 2 : 1));
    const kept = words(({ top, bottom }) => top >= from && bottom <= to);
    edit(ann.editor, () => $removeRows($table(), from, to));
    expectAgreement(ann, ben);
    expect(words().sort()).toEqual(kept.sort());
    if (random() < 0.5) continue;
    ann.attachment.undo();
    expectAgreement(ann, ben);
    expect(words()).toEqual(before);
  }
});
