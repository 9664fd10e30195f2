import { createContext, useContext } from 'react';

/** A document that a text can lead to. */
export interface ListedDocument {
  readonly id: string;
  readonly title: string;
  /** It is in the trash. */
  readonly isDeleted: boolean;
}

/** The documents beside this one, where they are to be had. An editor that is embedded without it offers none. */
export interface Directory {
  /** A hook: those with this in their title, the last changed first; null while they are being asked for. */
  useSearch(words: string): readonly ListedDocument[] | null;
  /** A hook: a document as it is now; null where there is none, undefined while that isn't known. */
  useDocument(id: string): ListedDocument | null | undefined;
  addressOf(id: string): string;
  open(id: string): void;
}

const NONE: readonly never[] = [];

export const NO_DIRECTORY: Directory = {
  useSearch: () => NONE,
  useDocument: () => undefined,
  addressOf: encodeURIComponent,
  open: () => undefined,
};

const DirectoryContext = createContext<Directory>(NO_DIRECTORY);

export const DirectoryProvider = DirectoryContext.Provider;

export const useDirectory = (): Directory => useContext(DirectoryContext);
