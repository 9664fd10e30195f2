import { describe, expect, it } from 'vitest';
import type { NewComment, Speaker } from './comment-store.ts';
import { DocumentMissingError, type DocumentStore } from './document-store.ts';

interface Tools {
  /** The store of the present test, open. */
  store(): DocumentStore;
  reopen(): Promise<void>;
}

const ann: Speaker = { id: 'ann', name: 'Ann', color: '#112233' };
const bob: Speaker = { id: 'guest:bob', name: 'Bob', color: null };

const says = (id: string, text: string, author = ann): NewComment => ({ id, author, text, mentions: [] });

/** What every store has to keep of comments and chat; part of the contract suite. */
export function describeComments({ store, reopen }: Tools): void {
  const comments = () => store().comments;
  const newDocument = (id = 'a') => store().create({ id, kind: 'document', title: '' });
  const begin = (id: string, comment: NewComment, documentId = 'a') =>
    comments().addThread({ id, documentId, target: '{"kind":"text"}', quote: 'the words', comment });
  const textsOf = async (threadId: string) =>
    (await comments().findThread('a', threadId))?.comments.map(({ text }) => text);

  describe('threads of comments', () => {
    it('are found as they were begun and replied to, also after reopening', async () => {
      await newDocument();
      const before = Date.now();
      const mentions = [{ id: 'guest:bob', name: 'Bob' }];
      const begun = await begin('t', { ...says('1', 'Why, @Bob? 為什麼 👋'), mentions });
      expect(begun).toMatchObject({ id: 't', documentId: 'a', target: '{"kind":"text"}', quote: 'the words' });
      expect(begun.resolved).toBeNull();
      expect(begun.createdAt).toBeGreaterThanOrEqual(before);
      expect(begun.comments).toMatchObject([{ id: '1', author: ann, mentions, editedAt: null, removedAt: null }]);
      const replied = await comments().addReply('a', 't', says('2', 'Because.', bob));
      expect(replied?.comments.map(({ author, text }) => [author.name, text])).toEqual([
        ['Ann', 'Why, @Bob? 為什麼 👋'],
        ['Bob', 'Because.'],
      ]);
      await reopen();
      expect(await comments().findThread('a', 't')).toEqual(replied);
    });

    it('are added once, however often the call is made', async () => {
      await newDocument();
      const begun = await begin('t', says('1', 'first'));
      expect(await begin('t', says('1', 'again', bob))).toEqual(begun);
      const replied = await comments().addReply('a', 't', says('2', 'reply'));
      expect(await comments().addReply('a', 't', says('2', 'reply'))).toEqual(replied);
      expect(await textsOf('t')).toEqual(['first', 'reply']);
    });

    it('are those of one document: ids of another one name nothing there', async () => {
      await newDocument('a');
      await newDocument('b');
      await begin('t', says('1', 'in a'));
      await begin('t', says('1', 'in b'), 'b');
      expect(await textsOf('t')).toEqual(['in a']);
      await comments().removeThread('b', 't');
      expect(await comments().findThread('b', 't')).toBeNull();
      expect(await textsOf('t')).toEqual(['in a']);
      expect(await comments().addReply('b', 't', says('2', 'x'))).toBeNull();
      expect(await comments().resolveThread('b', 't', ann)).toBeNull();
      await expect(begin('t', says('1', 'x'), 'nowhere')).rejects.toBeInstanceOf(DocumentMissingError);
    });

    it('are listed in their order, page by page, each once', async () => {
      await newDocument('a');
      await newDocument('b');
      for (let i = 0; i < 7; i++) await begin(`t${i}`, says('1', `thread ${i}`), i === 3 ? 'b' : 'a');
      const ids: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await comments().listThreads('a', { limit: 2, ...(cursor ? { cursor } : {}) });
        expect(page.threads.length).toBeLessThanOrEqual(2);
        ids.push(...page.threads.map(({ id }) => id));
        cursor = page.next;
      }
      expect(ids).toEqual(['t0', 't1', 't2', 't4', 't5', 't6']);
      await expect(comments().listThreads('a', { cursor: 'x' })).rejects.toThrow(RangeError);
      await expect(comments().listThreads('a', { limit: 0 })).rejects.toThrow(RangeError);
      expect(await comments().listThreads('nowhere')).toEqual({ threads: [], next: null });
    });

    it('have other words in the place of the first ones', async () => {
      await newDocument();
      await begin('t', says('1', 'frist'));
      const changed = await comments().changeComment('a', 't', { id: '1', text: 'first', mentions: [] });
      expect(changed?.comments[0]).toMatchObject({ text: 'first', editedAt: expect.any(Number) });
      expect(await comments().changeComment('a', 't', { id: '9', text: 'x', mentions: [] })).toBeNull();
      expect(await comments().changeComment('a', 'u', { id: '1', text: 'x', mentions: [] })).toBeNull();
    });

    it('are resolved by somebody, opened again, and open again for a reply', async () => {
      await newDocument();
      await begin('t', says('1', 'first'));
      const resolved = await comments().resolveThread('a', 't', bob);
      expect(resolved?.resolved).toEqual({ at: expect.any(Number), by: bob });
      expect(await comments().resolveThread('a', 't', ann)).toEqual(resolved);
      expect((await comments().resolveThread('a', 't', null))?.resolved).toBeNull();
      await comments().resolveThread('a', 't', bob);
      await reopen();
      expect((await comments().addReply('a', 't', says('2', 'but'))) ?? {}).toMatchObject({ resolved: null });
    });

    it('lose a reply wholly, and keep the place of the first comment while there are replies', async () => {
      await newDocument();
      await begin('t', says('1', 'first'));
      await comments().addReply('a', 't', says('2', 'second'));
      await comments().addReply('a', 't', says('3', 'third'));
      expect((await comments().removeComment('a', 't', '2'))?.comments.map(({ id }) => id)).toEqual(['1', '3']);
      const kept = await comments().removeComment('a', 't', '1');
      expect(kept?.comments).toMatchObject([{ id: '1', text: '', removedAt: expect.any(Number) }, { text: 'third' }]);
      expect(await comments().changeComment('a', 't', { id: '1', text: 'back', mentions: [] })).toBeNull();
      expect(await comments().removeComment('a', 't', '3')).toBeNull();
      expect(await comments().findThread('a', 't')).toBeNull();
    });

    it('are removed with all that was said in them', async () => {
      await newDocument();
      await begin('t', says('1', 'first'));
      expect(await comments().removeThread('a', 't')).toBe(true);
      expect(await comments().removeThread('a', 't')).toBe(false);
      await reopen();
      expect((await comments().listThreads('a')).threads).toEqual([]);
    });

    it('count on: what comes after a removed comment is later than it was', async () => {
      await newDocument();
      const first = await begin('t', says('1', 'first'));
      await comments().removeThread('a', 't');
      await reopen();
      const second = await begin('u', says('1', 'second'));
      expect(second.comments[0]?.seq).toBeGreaterThan(first.comments[0]?.seq ?? Number.NaN);
    });
  });

  describe('the chat', () => {
    it('has its messages in their order, the last ones first asked for', async () => {
      await newDocument('a');
      await newDocument('b');
      for (let i = 0; i < 5; i++) await comments().addMessage('a', says(`m${i}`, `message ${i}`));
      await comments().addMessage('b', says('m0', 'elsewhere'));
      await reopen();
      const last = await comments().listMessages('a', { limit: 3 });
      expect(last.map(({ text }) => text)).toEqual(['message 2', 'message 3', 'message 4']);
      const before = await comments().listMessages('a', { limit: 3, before: last[0]?.seq ?? 0 });
      expect(before.map(({ text }) => text)).toEqual(['message 0', 'message 1']);
      await expect(comments().listMessages('a', { limit: 201 })).rejects.toThrow(RangeError);
      await expect(comments().addMessage('nowhere', says('m', 'x'))).rejects.toBeInstanceOf(DocumentMissingError);
    });

    it('takes a message once, lets it be changed, and removes its words', async () => {
      await newDocument();
      const said = await comments().addMessage('a', says('m', 'helo'));
      expect(await comments().addMessage('a', says('m', 'other'))).toEqual(said);
      const changed = await comments().changeMessage('a', { id: 'm', text: 'hello', mentions: [] });
      expect(changed).toMatchObject({ text: 'hello', seq: said.seq, editedAt: expect.any(Number) });
      const removed = await comments().removeMessage('a', 'm');
      expect(removed).toMatchObject({ text: '', removedAt: expect.any(Number) });
      expect(await comments().removeMessage('a', 'm')).toEqual(removed);
      expect(await comments().changeMessage('a', { id: 'm', text: 'back', mentions: [] })).toBeNull();
      expect(await comments().findMessage('a', 'm')).toEqual(removed);
      expect(await comments().removeMessage('a', 'unknown')).toBeNull();
      expect(await comments().findMessage('a', 'unknown')).toBeNull();
    });
  });

  describe('marks of what somebody has read', () => {
    it('are each person’s own in each document, and never go back', async () => {
      await newDocument('a');
      await newDocument('b');
      expect(await comments().readMarks('a', 'guest:bob')).toEqual({ threads: {}, chat: 0 });
      await comments().setReadMarks('a', 'guest:bob', { threads: { t: 5, u: 2 } });
      await comments().setReadMarks('a', 'guest:bob', { threads: { t: 3 }, chat: 9 });
      await comments().setReadMarks('a', 'guest:bob', { chat: 8 });
      await comments().setReadMarks('a', 'guest:bob', {});
      await reopen();
      expect(await comments().readMarks('a', 'guest:bob')).toEqual({ threads: { t: 5, u: 2 }, chat: 9 });
      expect(await comments().readMarks('a', 'ann')).toEqual({ threads: {}, chat: 0 });
      expect(await comments().readMarks('b', 'guest:bob')).toEqual({ threads: {}, chat: 0 });
      await expect(comments().setReadMarks('nowhere', 'ann', { chat: 1 })).rejects.toBeInstanceOf(DocumentMissingError);
    });

    it('tell how many messages of others are new', async () => {
      await newDocument();
      const first = await comments().addMessage('a', says('1', 'one'));
      await comments().addMessage('a', says('2', 'mine', bob));
      await comments().addMessage('a', says('3', 'three'));
      await comments().addMessage('a', says('4', 'four'));
      await comments().removeMessage('a', '4');
      expect(await comments().countUnreadMessages('a', 'guest:bob', 100)).toBe(2);
      expect(await comments().countUnreadMessages('a', 'guest:bob', 1)).toBe(1);
      await comments().setReadMarks('a', 'guest:bob', { chat: first.seq });
      expect(await comments().countUnreadMessages('a', 'guest:bob', 100)).toBe(1);
    });
  });
}
