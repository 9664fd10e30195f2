import * as Y from 'yjs';

const ROOT = 'root-v2';

/** The first update of a new document: one empty paragraph. The server stores it; no client ever seeds content. */
export function emptyDocumentUpdate(): Uint8Array {
  const doc = new Y.Doc();
  doc.get(ROOT, Y.XmlElement).insert(0, [new Y.XmlElement('paragraph')]);
  return Y.encodeStateAsUpdate(doc);
}
