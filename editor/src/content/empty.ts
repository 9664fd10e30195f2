import * as Y from 'yjs';
import { documentRoot } from './binding/schema.ts';

/**
 * The first update of a new document: one empty paragraph. The server stores it, once; no client ever seeds content,
 * because two that did would each add theirs.
 */
export function emptyDocumentUpdate(): Uint8Array {
  const doc = new Y.Doc();
  const paragraph = new Y.XmlElement('paragraph');
  // The paragraph comes with its text: two people who begin to type at once then write into the same one.
  paragraph.insert(0, [new Y.XmlText()]);
  documentRoot(doc).insert(0, [paragraph]);
  return Y.encodeStateAsUpdate(doc);
}
