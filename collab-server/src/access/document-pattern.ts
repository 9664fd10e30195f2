/** Whether a token's `doc` claim, an id or a pattern in which `*` stands for any characters, is of this document. */
export const matchesDocument = (pattern: string, documentId: string): boolean => {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return pattern === documentId;
  if (!documentId.startsWith(head)) return false;
  let at = head.length;
  for (const part of rest) {
    const found = documentId.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return documentId.length - tail.length >= at && documentId.endsWith(tail);
};
