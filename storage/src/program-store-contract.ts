import { describe, expect, it } from 'vitest';
import type { DocumentStore } from './document-store.ts';
import type { NewApiKey } from './program-store.ts';

interface Opened {
  /** The store as it is open now. */
  store(): DocumentStore;
  reopen(): Promise<void>;
}

/** What a store promises of keys, kept answers and live values. */
export function describePrograms({ store, reopen }: Opened): void {
  describe('API keys', () => {
    const key: NewApiKey = {
      id: 'k1',
      hash: 'h',
      label: 'Importer',
      user: 'key:k1',
      name: 'Importer',
      documents: 'team-*',
      scopes: ['read', 'write'],
      createdBy: 'admin',
      expiresAt: null,
    };

    it('are found, listed and ended, and keep the time they ended', async () => {
      await store().programs.addKey(key);
      await store().programs.addKey({ ...key, id: 'k2', expiresAt: 5 });
      const ended = await store().programs.revokeKey('k1');
      expect(ended?.revokedAt).toBeGreaterThan(0);
      await reopen();
      expect(await store().programs.findKey('k1')).toEqual(ended);
      expect((await store().programs.revokeKey('k1'))?.revokedAt).toBe(ended?.revokedAt);
      expect((await store().programs.listKeys()).map(({ id }) => id)).toEqual(['k1', 'k2']);
      expect(await store().programs.findKey('k2')).toMatchObject({ ...key, id: 'k2', expiresAt: 5, revokedAt: null });
      expect(await store().programs.findKey('k3')).toBeNull();
      expect(await store().programs.revokeKey('k3')).toBeNull();
    });
  });

  describe('kept answers', () => {
    it('are noted once, and told to whoever asks the same again', async () => {
      const { programs } = store();
      const asked = { owner: 'ann', id: '1', fingerprint: 'f', at: 100 };
      expect(await programs.beginAnswer(asked, 0)).toBeNull();
      expect(await programs.beginAnswer({ ...asked, at: 200 }, 0)).toEqual({ fingerprint: 'f', at: 100, answer: null });
      await programs.finishAnswer('ann', '1', { status: 201, body: '{}' });
      await reopen();
      const answer = { status: 201, body: '{}' };
      expect(await store().programs.beginAnswer(asked, 0)).toEqual({ fingerprint: 'f', at: 100, answer });
      expect(await store().programs.beginAnswer({ ...asked, owner: 'bob' }, 0)).toBeNull();
    });

    it('are let go when they are old, or nothing came of them', async () => {
      const { programs } = store();
      const asked = { owner: 'ann', id: '1', fingerprint: 'f', at: 100 };
      await programs.beginAnswer(asked, 0);
      await programs.dropAnswer('ann', '1');
      expect(await programs.beginAnswer(asked, 0)).toBeNull();
      expect(await programs.beginAnswer({ ...asked, at: 300 }, 101)).toBeNull();
    });
  });

  describe('live values', () => {
    it('are kept as they were last set, by document', async () => {
      for (const id of ['a', 'b']) await store().create({ id, kind: 'document', title: '' });
      const value = { documentId: 'a', name: 'price', value: '1', at: 1, staleAfter: null };
      await store().programs.setValues([value, { ...value, name: 'day', value: '"Mon"', staleAfter: 500 }]);
      await store().programs.setValues([{ ...value, value: '2', at: 2 }]);
      await store().programs.setValues([{ ...value, documentId: 'nowhere' }]);
      await reopen();
      expect(await store().programs.listValues('a')).toEqual([
        { name: 'day', value: '"Mon"', at: 1, staleAfter: 500 },
        { name: 'price', value: '2', at: 2, staleAfter: null },
      ]);
      expect(await store().programs.listValues('b')).toEqual([]);
      expect(await store().programs.documentsWithValues()).toEqual(['a']);
      expect(await store().programs.removeValue('a', 'day')).toBe(true);
      expect(await store().programs.removeValue('a', 'day')).toBe(false);
      expect((await store().programs.listValues('a')).map(({ name }) => name)).toEqual(['price']);
    });
  });
}
