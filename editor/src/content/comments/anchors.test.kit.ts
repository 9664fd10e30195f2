import { $createRangeSelection, $getRoot, $isElementNode, $isTextNode, type LexicalNode } from 'lexical';
import * as Y from 'yjs';
import { $block, commit, type Person } from '../binding/people.test.kit.ts';
import { threadsOf } from './marks.ts';

/** What a thread is about in somebody's editor: the texts with its mark, one a block. */
export function placesOf({ editor }: Pick<Person, 'editor'>, threadId: string): string[] {
  const places: string[] = [];
  const walk = (node: LexicalNode, at: { text: string } | null): void => {
    const isMarked = threadsOf(node).includes(threadId);
    if ($isTextNode(node)) {
      if (isMarked && at) at.text += node.getTextContent();
    } else if ($isElementNode(node)) {
      const own = { text: '' };
      for (const child of node.getChildren()) walk(child, $isElementNode(child) && !child.isInline() ? null : own);
      if (own.text !== '') places.push(own.text);
    } else if (isMarked) places.push(`[${node.getType()}]`);
  };
  editor.read(() => walk($getRoot(), null));
  return places;
}

/** Selects some letters of a block and tells where that is. */
export function select(
  person: Pick<Person, 'attachment' | 'editor'>,
  block: number,
  from: number,
  to: number,
  endBlock = block,
) {
  commit(person);
  const { editor, attachment } = person;
  const selection = editor.read(() => {
    const range = $createRangeSelection();
    const place = (node: LexicalNode | null, offset: number): { key: string; offset: number } => {
      let rest = offset;
      for (const text of $isElementNode(node) ? node.getAllTextNodes() : []) {
        if (rest <= text.getTextContentSize()) return { key: text.getKey(), offset: rest };
        rest -= text.getTextContentSize();
      }
      throw new Error('no such place');
    };
    const start = place($block(block), from);
    const end = place($block(endBlock), to);
    range.anchor.set(start.key, start.offset, 'text');
    range.focus.set(end.key, end.offset, 'text');
    return range;
  });
  const found = attachment.textRange(selection);
  if (!found) throw new Error('no text is selected');
  return found;
}

/** The server marks what somebody has selected, on a document of its own. */
export function serverOf(people: readonly Person[]): Y.Doc {
  const [first] = people;
  const doc = new Y.Doc();
  doc.clientID = 99;
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(first?.doc ?? doc));
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'network') for (const person of people) person.inbox.push(update);
  });
  for (const { doc: theirs } of people) {
    theirs.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'network') Y.applyUpdate(doc, update, 'network');
    });
  }
  return doc;
}
