import { customAlphabet } from 'nanoid';

/** 62^14: a document's id can't be guessed. */
export const newDocumentId = customAlphabet('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 14);
