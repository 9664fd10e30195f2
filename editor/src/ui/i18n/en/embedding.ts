export const embedding = {
  closed: 'This document can’t be opened',
  impossibleId:
    '“{{id}}” can’t be the id of a document: 1 to 128 letters, digits, dots, dashes and underscores, the first a letter or digit.',
} as const;
