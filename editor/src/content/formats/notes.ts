/** Something of a text that couldn't be taken over. */
export interface ImportNote {
  /** `unsafe-link`: an address that could do more than open a page, a mail or a call; its words are there. */
  readonly kind: 'unsafe-link' | 'picture-without-source';
  /** The line it is on, from 1, where that is known. */
  readonly line: number | null;
}

export class ImportNotes {
  readonly list: ImportNote[] = [];

  add(kind: ImportNote['kind'], line: number | undefined): void {
    this.list.push({ kind, line: line ?? null });
  }
}
