/** What happened to a stretch of words, or to a block. */
export type ChangeKind = 'inserted' | 'removed' | 'restyled' | 'changed' | 'moved';

/** How a part of a comparison is marked, in the document that shows both states. */
export interface ChangeMark {
  readonly kind: ChangeKind;
  /** The id of whoever did it; null where that isn't known. */
  readonly by: string | null;
  /** Which change it is part of, counted from 0 in reading order. */
  readonly n: number;
}

/** One place at which two states differ: what is marked there, with nothing that stayed in between. */
export interface Change {
  readonly kinds: readonly ChangeKind[];
  /** Who did it, once each. */
  readonly by: readonly (string | null)[];
  /** The beginning of what came, and of what went. */
  readonly inserted: string;
  readonly removed: string;
  /** What was changed where it isn't words: names of fields or marks, or of blocks. */
  readonly about: readonly string[];
}

export interface Comparison {
  /** A document that shows both states: what is removed too, and all marked. Null where no editor of ours shows it. */
  readonly marked: Uint8Array | null;
  readonly changes: readonly Change[];
}

/** Tells who did something. */
export interface Witness {
  /** Whose clientID it is; null where nobody knows. */
  ownerOf(client: number): string | null;
  /** Who deleted what has this id; null where nobody knows. */
  removerOf(client: number, clock: number): string | null;
}

const LONGEST_EXCERPT = 240;
const MOST_ABOUT = 12;

/** Gathers what is found, in reading order, into places. */
export class ChangeList {
  readonly changes: Change[] = [];
  #isOpen = false;

  /** The number of the change that this is part of. */
  note(
    kind: ChangeKind,
    by: string | null,
    said: { inserted?: string; removed?: string; about?: string } = {},
  ): number {
    const last = this.#isOpen ? this.changes.pop() : undefined;
    this.#isOpen = true;
    const {
      kinds,
      by: authors,
      inserted,
      removed,
      about,
    } = last ?? {
      kinds: [],
      by: [],
      inserted: '',
      removed: '',
      about: [],
    };
    const n = this.changes.push({
      kinds: kinds.includes(kind) ? kinds : [...kinds, kind],
      by: authors.includes(by) ? authors : [...authors, by],
      inserted: `${inserted}${said.inserted ?? ''}`.slice(0, LONGEST_EXCERPT),
      removed: `${removed}${said.removed ?? ''}`.slice(0, LONGEST_EXCERPT),
      about:
        said.about === undefined || about.includes(said.about) || about.length >= MOST_ABOUT
          ? about
          : [...about, said.about],
    });
    return n - 1;
  }

  /** Something stayed as it was: what follows is another change. */
  pass(): void {
    this.#isOpen = false;
  }
}
