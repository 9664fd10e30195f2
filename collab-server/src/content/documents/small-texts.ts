import { HydratedDocument } from './hydrated-document.ts';
import { type PackedDocuments, type SmallDocument, unpackDocuments } from './packed-documents.ts';
import { textOf } from './text-of.ts';

/** What each of them says; null of one that can't be read. */
export const smallTexts = (documents: PackedDocuments): (string | null)[] => unpackDocuments(documents).map(textIn);

const textIn = ({ kind, updates }: SmallDocument): string | null => {
  const document = new HydratedDocument(kind);
  try {
    document.apply(updates);
    return textOf(document);
  } catch {
    return null;
  } finally {
    document.close();
  }
};
