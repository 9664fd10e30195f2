import type { ClientOwners as StoredOwners } from '@cowrite/storage';
import { type ChangeClients, NO_CLIENTS } from './change-queue.ts';
import type { Section } from './update-guard.ts';

/**
 * Whose clientIDs are in one document (SPEC, P9): the first user's who speaks or writes under one, for good. Empty where
 * nobody is told apart.
 */
export class ClientOwners {
  readonly #users = new Map<number, string>();
  /** Those that the store may not know of yet. */
  readonly #unstored = new Set<number>();

  constructor(stored: StoredOwners) {
    this.add(stored);
  }

  /** Undefined where it is nobody's yet. */
  userOf(client: number): string | undefined {
    return this.#users.get(client);
  }

  /** From now on it is this user's. To be asked only of one that is nobody's. */
  bind(client: number, user: string): void {
    this.#users.set(client, user);
    this.#unstored.add(client);
  }

  /**
   * Makes what a user writes under theirs, and returns what the store is to be told of it. In a recovery only those that
   * are theirs already can be told from others'.
   */
  write(user: string | null, sections: readonly Section[], isRecovery: boolean): ChangeClients {
    if (user === null) return NO_CLIENTS;
    const others = sections.map(({ client }) => client).filter((client) => this.#users.get(client) !== user);
    if (!isRecovery) for (const client of others) this.bind(client, user);
    if (others.length === 0 && this.#unstored.size === 0) return NO_CLIENTS;
    return { claimed: this.#takeUnstored(user, sections), recovered: isRecovery ? others : [] };
  }

  /** Another node has it from the store, or is about to bring it there. */
  learn(user: string, sections: readonly Section[]): void {
    for (const { client } of sections) if (!this.#users.has(client)) this.#users.set(client, user);
  }

  knows(sections: readonly Section[]): boolean {
    return sections.every(({ client }) => this.#users.has(client));
  }

  /** What the store holds. */
  add(stored: StoredOwners): void {
    for (const [client, { user }] of stored) if (user !== null) this.#users.set(client, user);
  }

  /** What was to be stored with a change, which was given up. */
  giveBack({ claimed }: ChangeClients): void {
    for (const client of claimed) this.#unstored.add(client);
  }

  /** What was on its way to the store may not have got there. */
  recover(stored: StoredOwners): void {
    for (const client of this.#users.keys()) if (!stored.get(client)?.user) this.#unstored.add(client);
    this.add(stored);
  }

  #takeUnstored(user: string, sections: readonly Section[]): number[] {
    const own = sections.filter(({ client }) => this.#users.get(client) === user);
    return own.map(({ client }) => client).filter((client) => this.#unstored.delete(client));
  }
}
