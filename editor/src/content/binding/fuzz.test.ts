import { readFileSync } from 'node:fs';
import { $insertGeneratedNodes } from '@lexical/clipboard';
import { $getEditor, $getRoot, $parseSerializedNode } from 'lexical';
import { expect, test } from 'vitest';
import { fromHtml, fromMarkdown } from '../formats/index.ts';
import { $createGrid } from '../tables/edit.ts';
import { $atCaret, type Action, act, actions, compose, type Random, randomOf } from './actions.test.kit.ts';
import {
  commit,
  createPeople,
  deliver,
  edit,
  freshJsonOf,
  jsonOf,
  type Person,
  paragraphs,
  setOnline,
  settle,
} from './people.test.kit.ts';
import { $isRegular, tableActions, tablesIn } from './table-actions.test.kit.ts';

/*
 * Runs many documents through concurrent editing. More of it, from another seed on:
 *
 *   FUZZ_SEEDS=3000 FUZZ_START=1000 npx vitest run editor/src/content/binding/fuzz.test.ts
 */

const start = Number(process.env.FUZZ_START ?? 1);
const count = Number(process.env.FUZZ_SEEDS ?? 80);

const clipboard = (name: string) =>
  fromHtml(readFileSync(new URL(`../formats/clipboards/${name}.html`, import.meta.url), 'utf8')).blocks;

/** What people copied elsewhere. */
const copied = [
  fromMarkdown('# one\n\n- two\n  1. three\n\n> four').blocks,
  fromMarkdown('words **and** more').blocks,
  fromMarkdown('| a | b |\n| --- | --- |\n| c | d |').blocks,
  clipboard('google-docs'),
  clipboard('word'),
  clipboard('broken'),
];

/** In a test of its own: one action more would make every other seed another one. */
const paste: Action = {
  name: 'paste',
  weight: 16,
  run: ({ pick }) => {
    const selection = $atCaret(pick);
    const nodes = (pick(copied) ?? []).map((block) => $parseSerializedNode(block as never));
    if (selection) $insertGeneratedNodes($getEditor(), nodes, selection);
  },
};

interface Course {
  readonly hasTable?: boolean;
  readonly hasPastes?: boolean;
}

/** With a table that stands there from the beginning, most of what people do is about it. */
function run(seed: number, { hasTable = false, hasPastes = false }: Course = {}): string[] {
  const problems: string[] = [];
  const random = randomOf(seed);
  const people = createPeople(3, (problem) => problems.push(`problem ${describe(problem)}`));
  const log: string[] = [];
  try {
    if (hasTable) beginWithTable(people);
    for (let round = 0; round < 40; round++)
      log.push(step(people, random, problems, hasTable ? tableActions : hasPastes ? [...actions, paste] : undefined));
    for (const person of people) compose(person, null);
    settle(people);
    problems.push(...disagreements(people));
  } catch (error) {
    problems.push(`threw ${error instanceof Error ? error.stack : error}`);
  }
  for (const { attachment } of people) attachment.detach();
  return problems.length > 0 ? [...problems, log.join(', ')] : [];
}

function step(
  people: readonly Person[],
  random: Random,
  problems: string[],
  mostly: readonly Action[] | undefined,
): string {
  const person = people[Math.floor(random() * people.length)];
  if (!person) return '';
  const kind = random();
  if (kind < 0.06) {
    setOnline(people, person, !person.isOnline);
    return `${person.name} goes ${person.isOnline ? 'online' : 'offline'}`;
  }
  if (kind < 0.1) {
    // An input method is at work in a text for a while, as on a phone it always is.
    compose(person, random() < 0.6 ? (items) => items[Math.floor(random() * items.length)] : null);
    return `${person.name} ${person.editor.isComposing() ? 'composes' : 'stops composing'}`;
  }
  if (kind < 0.18) {
    if (random() < 0.65) person.attachment.undo();
    else person.attachment.redo();
    return `${person.name} undoes or redoes`;
  }
  if (kind < 0.45) {
    // Now and then while an update is still pending: then it may be written on this occasion.
    const isPending = person.editor._pendingEditorState !== null;
    if (!person.isOnline) return '';
    const { sent } = person;
    deliver(person, 1 + Math.floor(random() * 6));
    if (!isPending && person.sent !== sent) problems.push(`${person.name} answered an update with one`);
    return `${person.name} receives`;
  }
  const from = mostly && random() < 0.8 ? mostly : undefined;
  return `${person.name}: ${act(person, random, { discrete: random() < 0.85, ...(from && { from }) })}`;
}

function beginWithTable(people: readonly Person[]): void {
  const [first] = people;
  if (!first) return;
  edit(first.editor, () => void $getRoot().append($createGrid(3, 3), ...paragraphs('below')));
  settle(people);
}

function disagreements(people: readonly Person[]): string[] {
  const [first, ...others] = people;
  if (!first) return [];
  const sent = people.map((person) => person.sent).join();
  for (const person of people) commit(person);
  const problems = people.map((person) => person.sent).join() === sent ? [] : ['idle editors sent updates'];
  const json = jsonOf(first.editor);
  for (const other of others)
    if (jsonOf(other.editor) !== json) problems.push(`1 and ${other.name} show different documents`);
  if (freshJsonOf(first.doc) !== json) problems.push('a fresh load shows another document');
  if (!first.editor.read(() => tablesIn().every($isRegular))) problems.push('a table is no rectangle');
  for (const { attachment, name } of people) if (!attachment.check()) problems.push(`${name} fails its check`);
  return problems;
}

function describe(problem: unknown): string {
  const { message, cause } = problem as { message: string; cause?: unknown };
  return cause instanceof Error ? `${cause.stack}` : message;
}

function runAll(options: Course, seeds = count): string {
  const failures: string[] = [];
  for (let seed = start; seed < start + seeds && failures.length < 5; seed++) {
    const problems = run(seed, options);
    if (problems.length > 0) failures.push(`seed ${seed}: ${problems.join('\n  ')}`);
  }
  return failures.join('\n');
}

test(`three people editing at once, offline now and then, all end with the same document, seeds ${start} to ${start + count - 1}`, () => {
  expect(runAll({})).toBe('');
}, 3_600_000);

test('a cell that others have written in keeps its column when whoever made it takes that back (once failed)', () => {
  expect(run(30_176, { hasTable: true })).toEqual([]);
});

test(`so do three people at one table, seeds ${start} to ${start + count - 1}`, () => {
  expect(runAll({ hasTable: true })).toBe('');
}, 3_600_000);

test('so do three people who paste what they copied elsewhere', () => {
  expect(runAll({ hasPastes: true }, Number(process.env.FUZZ_SEEDS ?? 40))).toBe('');
}, 3_600_000);
