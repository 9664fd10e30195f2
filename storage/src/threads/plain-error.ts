import { AssetCorruptError, AssetMissingError, AssetSpaceError } from '../asset-store.ts';
import {
  DocumentCorruptError,
  DocumentDeletedError,
  DocumentExistsError,
  DocumentMissingError,
  StoreUnavailableError,
} from '../document-store.ts';
import { VersionCorruptError } from '../version-store.ts';

/** An error on its way between threads: cloning would lose its class. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
}

const classes = {
  AssetCorruptError,
  AssetMissingError,
  AssetSpaceError,
  DocumentCorruptError,
  DocumentDeletedError,
  DocumentExistsError,
  DocumentMissingError,
  RangeError,
  StoreUnavailableError,
  VersionCorruptError,
};

export function fromPlainError({ name, message }: PlainError): Error {
  const known = Object.entries(classes).find(([className]) => className === name);
  return known ? new known[1](message) : new Error(message);
}

/** An error on its way out of a thread. */
export const plainError = (error: unknown): PlainError =>
  error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: String(error) };
