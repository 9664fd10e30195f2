import { describe, expect, it } from 'vitest';
import { CloseCode, isDocumentId, isRole, MessageType, ROLES, SUBPROTOCOL, SyncType } from './messages.ts';

/** A change here is a change of the wire: every client and server in use would have to follow. */
describe('the vocabulary of the wire', () => {
  it('has these numbers', () => {
    expect(SUBPROTOCOL).toBe('cowrite.v1');
    expect(MessageType).toEqual({
      sync: 0,
      awareness: 1,
      auth: 2,
      queryAwareness: 3,
      saved: 100,
      role: 101,
      event: 102,
      token: 103,
      part: 104,
    });
    expect(SyncType).toEqual({ step1: 0, step2: 1, update: 2 });
    expect(ROLES).toEqual(['viewer', 'commenter', 'editor', 'owner']);
  });

  it('closes for good with 4400–4499, and for now with 4500–4599', () => {
    const { storageFailed, restarting, tooSlow, tokenExpired, ...final } = CloseCode;
    expect(final).toEqual({
      badFrame: 4400,
      unauthorized: 4401,
      forbidden: 4403,
      badDocumentId: 4404,
      deleted: 4410,
      tooLarge: 4413,
      corrupt: 4422,
      tooManyRequests: 4429,
    });
    expect({ storageFailed, restarting, tooSlow, tokenExpired }).toEqual({
      storageFailed: 4500,
      restarting: 4501,
      tooSlow: 4502,
      tokenExpired: 4503,
    });
  });

  it('knows a role from another word', () => {
    expect(ROLES.every(isRole)).toBe(true);
    expect(['', 'Owner', 'admin', 'toString'].some(isRole)).toBe(false);
  });
});

describe('a document id', () => {
  it.each(['a', '0', 'A.b_c-d', 'x'.repeat(128), '__proto__'.slice(2)])('may be %s', (id) => {
    expect(isDocumentId(id)).toBe(true);
  });

  it.each([
    '',
    '.',
    '..',
    '-a',
    '_a',
    '__proto__',
    'a/b',
    '../a',
    'a%2e',
    'a b',
    'a\n',
    'a\0',
    'é',
    '"',
    'x'.repeat(129),
  ])('may not be %j', (id) => {
    expect(isDocumentId(id)).toBe(false);
  });
});
