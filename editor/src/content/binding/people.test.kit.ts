import { registerList } from '@lexical/list';
import { registerRichText } from '@lexical/rich-text';
import {
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  $isElementNode,
  type ElementNode,
  type LexicalEditor,
} from 'lexical';
import { expect } from 'vitest';
import * as Y from 'yjs';
import { createHeadlessDocumentEditor } from '../headless.ts';
import {
  type AttachOptions,
  attachDocument,
  type DocumentAttachment,
  type DocumentProblem,
  emptyDocumentUpdate,
} from '../index.ts';

/* People who edit one document at once, over a network that delivers when it is told to. */

export interface Person {
  readonly name: number;
  readonly doc: Y.Doc;
  readonly editor: LexicalEditor;
  readonly attachment: DocumentAttachment;
  /** Updates of the others on their way here. */
  readonly inbox: Uint8Array[];
  /** How many updates this person made. */
  sent: number;
  isOnline: boolean;
  held: Uint8Array[];
}

function createPerson(
  name: number,
  first: Uint8Array,
  onProblem: (problem: unknown) => void,
  editor: LexicalEditor,
): Person {
  const doc = new Y.Doc();
  doc.clientID = name;
  Y.applyUpdate(doc, first, 'network');
  registerRichText(editor);
  registerList(editor);
  const attachment = attachDocument(editor, doc, { onProblem, checkWhenIdle: 0 });
  return { name, doc, editor, attachment, inbox: [], sent: 0, isOnline: true, held: [] };
}

export function createPeople(
  count: number,
  onProblem: (problem: unknown) => void,
  makeEditor: () => LexicalEditor = createHeadlessDocumentEditor,
): Person[] {
  const first = emptyDocumentUpdate();
  const people = Array.from({ length: count }, (_, i) => createPerson(i + 1, first, onProblem, makeEditor()));
  for (const person of people) {
    person.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'network') return;
      // Without an origin it is Yjs itself, which clears away marks that others' changes made redundant.
      if (origin !== null) person.sent++;
      if (person.isOnline) send(people, person, update);
      else person.held.push(update);
    });
  }
  return people;
}

function send(people: readonly Person[], from: Person, update: Uint8Array): void {
  for (const other of people) if (other !== from) other.inbox.push(update);
}

export function setOnline(people: readonly Person[], person: Person, isOnline: boolean): void {
  person.isOnline = isOnline;
  if (!isOnline) return;
  for (const update of person.held.splice(0)) send(people, person, update);
}

/** Delivers up to `count` waiting updates; returns how many there were. */
export function deliver(person: Person, count = Number.POSITIVE_INFINITY): number {
  const updates = person.inbox.splice(0, count);
  for (const update of updates) Y.applyUpdate(person.doc, update, 'network');
  return updates.length;
}

export function commit(person: Pick<Person, 'editor'>): void {
  person.editor.update(() => {}, { discrete: true });
}

export function settle(people: readonly Person[]): void {
  for (const person of people) commit(person);
  for (const person of people) setOnline(people, person, true);
  while (people.some((person) => deliver(person) > 0)) for (const person of people) commit(person);
}

/** The editor's JSON without what the screen derives for the next typed letter, and with states by name. */
export function jsonOf(editor: LexicalEditor): string {
  return JSON.stringify(editor.getEditorState().toJSON(), (key, value) => {
    if (key === 'textFormat' || key === 'textStyle') return undefined;
    return key === '$' ? Object.fromEntries(Object.entries(value).sort()) : value;
  });
}

export function freshJsonOf(doc: Y.Doc): string {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const editor = createHeadlessDocumentEditor();
  attachDocument(editor, copy, { readOnly: true, checkWhenIdle: 0 }).detach();
  return jsonOf(editor);
}

/** Two people with the same document before them. */
export function pair(...texts: string[]): [Person, Person] {
  const [a, b] = createPeople(2, (problem) => {
    throw problem;
  });
  if (!a || !b) throw new Error('two people were asked for');
  edit(
    a.editor,
    () =>
      void $getRoot()
        .clear()
        .append(...paragraphs(...texts)),
  );
  settle([a, b]);
  return [a, b];
}

/** Delivers everything, and expects that all show the same, which is what a fresh load of the document shows. */
export function expectAgreement(...people: Person[]): void {
  settle(people);
  for (const { editor, doc } of people) expect(jsonOf(editor)).toBe(freshJsonOf(doc));
  expect(new Set(people.map(({ editor }) => jsonOf(editor))).size).toBe(1);
}

export function edit(editor: LexicalEditor, fn: () => void): void {
  editor.update(fn, { discrete: true });
}

export function $block(index: number): ElementNode {
  const node = $getRoot().getChildAtIndex(index);
  if (!$isElementNode(node)) throw new Error(`block ${index} is not there`);
  return node;
}

export function paragraphs(...texts: string[]): ElementNode[] {
  return texts.map((text) => $createParagraphNode().append($createTextNode(text)));
}

/** The blocks' texts, with ' / ' between them. */
export function textOf(editor: LexicalEditor): string {
  return editor.getEditorState().read(() =>
    $getRoot()
      .getChildren()
      .map((node) => node.getTextContent())
      .join(' / '),
  );
}

/** A document with these paragraphs, as it would come from the server or from the browser's own storage. */
export function stored(...texts: string[]): Y.Doc {
  const doc = new Y.Doc();
  const editor = createHeadlessDocumentEditor();
  const attachment = attachDocument(editor, doc, { checkWhenIdle: 0 });
  edit(
    editor,
    () =>
      void $getRoot()
        .clear()
        .append(...paragraphs(...texts)),
  );
  attachment.detach();
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc), 'storage');
  return copy;
}

/** The updates that the document sends from here on. */
export function updatesOf(doc: Y.Doc): Uint8Array[] {
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  return updates;
}

/** An editor with the commands of rich text, attached to a document, and what problems it told of. */
export function attached(doc: Y.Doc, options: AttachOptions = {}) {
  const editor = createHeadlessDocumentEditor();
  registerRichText(editor);
  const problems: DocumentProblem[] = [];
  const onProblem = (problem: DocumentProblem) => void problems.push(problem);
  const attachment = attachDocument(editor, doc, { checkWhenIdle: 0, onProblem, ...options });
  return { doc, editor, attachment, problems };
}
