import { createHash, timingSafeEqual } from 'node:crypto';
import type { Role } from '@cowrite/editor/protocol';
import type { ApiKey, ProgramStore } from '@cowrite/storage';
import { nanoid } from 'nanoid';

/** What a key is for, each by itself. */
export const SCOPES = ['read', 'comment', 'write', 'manage', 'values'] as const;
export type Scope = (typeof SCOPES)[number];

const PREFIX = 'cwk_';
const ID_LENGTH = 12;
const SECRET_LENGTH = 32;
/** How long a key that was looked up is taken at its word, milliseconds: one that is revoked works no longer than that. */
const REMEMBERED = 1_000;
const MOST_REMEMBERED = 1_000;

export const isApiKey = (token: string): boolean => token.startsWith(PREFIX);

/** A key, and what is stored of it. */
export const makeApiKey = (): { readonly key: string; readonly id: string; readonly hash: string } => {
  const id = nanoid(ID_LENGTH);
  const key = `${PREFIX}${id}${nanoid(SECRET_LENGTH)}`;
  return { key, id, hash: hashOf(key) };
};

/** The role that a key's scopes come to; `values` alone reads. */
export const roleOfScopes = (scopes: readonly string[]): Role => {
  if (scopes.includes('manage')) return 'owner';
  if (scopes.includes('write')) return 'editor';
  return scopes.includes('comment') ? 'commenter' : 'viewer';
};

/** Looks up the keys that programs come with. */
export class ApiKeys {
  readonly #programs: ProgramStore;
  readonly #found = new Map<string, { readonly key: ApiKey | null; readonly at: number }>();

  constructor(programs: ProgramStore) {
    this.#programs = programs;
  }

  /** The key that this is; null where it is none, or none any longer. */
  async find(token: string): Promise<ApiKey | null> {
    const id = token.slice(PREFIX.length, PREFIX.length + ID_LENGTH);
    const key = await this.#lookUp(id);
    if (!key || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= Date.now())) return null;
    return timingSafeEqual(Buffer.from(key.hash), Buffer.from(hashOf(token))) ? key : null;
  }

  /** Something was said of it. */
  forget(id: string): void {
    this.#found.delete(id);
  }

  async #lookUp(id: string): Promise<ApiKey | null> {
    const known = this.#found.get(id);
    if (known && Date.now() - known.at < REMEMBERED) return known.key;
    const key = await this.#programs.findKey(id);
    if (this.#found.size >= MOST_REMEMBERED) this.#found.clear();
    this.#found.set(id, { key, at: Date.now() });
    return key;
  }
}

/** A key is random enough that no salt or slow hash adds anything. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url');
