import { isColor } from '@cowrite/editor/protocol';
import type { User } from '../access/grant.ts';
import { ByteReader } from './byte-reader.ts';

const LONGEST = 100;

/**
 * Whom an awareness update says its sender to be; null where it doesn't say. Only where nobody is told apart it is
 * believed, and only for what versions say of their authors.
 */
export const claimedUser = (update: Uint8Array, isOwn: (client: number) => boolean): User | null => {
  const reader = new ByteReader(update);
  for (let left = reader.varUint(); left > 0; left--) {
    const client = reader.varUint();
    reader.varUint();
    const state = reader.varBytes();
    // Clients repeat what they heard of others.
    const user = isOwn(client) ? userIn(state) : null;
    if (user) return user;
  }
  return null;
};

const userIn = (state: Uint8Array): User | null => {
  const { user } = Object(JSON.parse(new TextDecoder().decode(state))) as { user?: unknown };
  const { id, name, color } = Object(user) as { id?: unknown; name?: unknown; color?: unknown };
  if (!isWord(id) || !isWord(name)) return null;
  return { id, name, color: isColor(color) ? color : null, picture: null };
};

const isWord = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST;
