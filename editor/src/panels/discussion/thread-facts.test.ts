import { expect, test } from 'vitest';
import type { CommentSummary, ThreadSummary } from '../../protocol/index.ts';
import { countUnread, inOrder, isOrphan, isUnread, passes } from './thread-facts.ts';

const comment = (seq: number, by: string, more: Partial<CommentSummary> = {}): CommentSummary => ({
  id: `c${seq}`,
  seq,
  author: { id: by, name: by, color: null },
  text: 'words',
  mentions: [],
  createdAt: '',
  editedAt: null,
  deletedAt: null,
  ...more,
});

const thread = (id: string, comments: CommentSummary[], more: Partial<ThreadSummary> = {}): ThreadSummary => ({
  id,
  target: { kind: 'text' },
  quote: '',
  createdAt: '',
  resolved: null,
  comments,
  ...more,
});

const by = { id: 'bob', name: 'bob', color: null };

test('what others said after the mark is unread; one’s own words, and deleted ones, are not', () => {
  const talk = thread('t', [comment(3, 'ann'), comment(5, 'bob'), comment(6, 'cora', { deletedAt: 'x' })]);
  expect(isUnread(talk, {}, 'bob')).toBe(true);
  expect(isUnread(talk, { t: 3 }, 'bob')).toBe(false);
  expect(isUnread(talk, { t: 3 }, 'ann')).toBe(true);
  expect(isUnread(talk, { t: 5 }, 'ann')).toBe(false);
  const resolved = { ...talk, id: 'u', resolved: { at: '', by } };
  expect(countUnread([talk, resolved], {}, 'bob')).toBe(1);
});

test('a filter shows the open ones, the resolved ones, one’s own, or those that name one', () => {
  const mine = thread('m', [comment(1, 'ann'), comment(2, 'bob')]);
  const named = thread('n', [comment(3, 'ann', { mentions: [{ id: 'bob', name: 'Bob' }] })], {
    resolved: { at: '', by },
  });
  const shown = (filter: Parameters<typeof passes>[1]) =>
    [mine, named].filter((each) => passes(each, filter, 'bob')).map(({ id }) => id);
  expect(shown('open')).toEqual(['m']);
  expect(shown('resolved')).toEqual(['n']);
  expect(shown('mine')).toEqual(['m']);
  expect(shown('mentions')).toEqual(['n']);
});

test('threads are in the order of what they are about, those about nothing any more last', () => {
  const order = new Map([
    ['late', 9],
    ['early', 1],
  ]);
  const list = [thread('gone', []), thread('late', []), thread('early', []), thread('gone too', [])];
  expect(inOrder(list, order).map(({ id }) => id)).toEqual(['early', 'late', 'gone too', 'gone']);
  expect(isOrphan(list[0] as ThreadSummary, order)).toBe(true);
  expect(isOrphan(list[0] as ThreadSummary, null)).toBe(false);
  expect(isOrphan(thread('d', [], { target: { kind: 'document' } }), order)).toBe(false);
});
