import type { PersonRow, VersionStore } from '@cowrite/storage';
import type { User } from '../access/grant.ts';

/** People whose names are remembered until they write, and whose are known to be stored. */
const MOST_PEOPLE = 20_000;

/**
 * Remembers what authors are called, and keeps it with the documents once they write, so that what they wrote has a name
 * after they left, and at every node.
 */
export class AuthorNames {
  readonly #store: Pick<VersionStore, 'notePeople'>;
  readonly #met = new Map<string, PersonRow>();
  /** Those of them whose names are stored, or about to be. */
  readonly #stored = new Set<PersonRow>();
  #due: PersonRow[] = [];
  #soon: NodeJS.Immediate | null = null;
  #storing: Promise<void> = Promise.resolve();

  constructor(store: Pick<VersionStore, 'notePeople'>) {
    this.#store = store;
  }

  /** Somebody came who may write. */
  meet({ id, name, color, picture }: User): void {
    if (name === null) return;
    const known = this.#met.get(id);
    if (known?.name === name && known.color === color && known.picture === picture) return;
    if (this.#met.size >= MOST_PEOPLE) {
      this.#met.clear();
      this.#stored.clear();
    }
    if (known) this.#stored.delete(known);
    this.#met.set(id, { id, name, color, picture });
  }

  /** What these users wrote is stored. */
  wrote(users: Iterable<string | null>): void {
    for (const user of users) {
      const person = user === null ? undefined : this.#met.get(user);
      if (!person || this.#stored.has(person)) continue;
      this.#stored.add(person);
      this.#due.push(person);
      this.#soon ??= setImmediate(() => void this.settle().catch(() => {}));
    }
  }

  /** Resolves once the names of all who wrote are stored; rejects where the store fails: with their next change it tries again. */
  settle(): Promise<void> {
    if (this.#soon) clearImmediate(this.#soon);
    this.#soon = null;
    const people = this.#due;
    if (people.length === 0) return this.#storing;
    this.#due = [];
    const storing = this.#storing.then(() => this.#store.notePeople(people));
    this.#storing = storing.catch(() => {
      for (const person of people) this.#stored.delete(person);
    });
    return storing;
  }

  /** Stores what is due; given up after `timeout` milliseconds. */
  async close(timeout: number): Promise<void> {
    const settled = this.settle().catch(() => {});
    await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, timeout).unref())]);
  }
}
