/** What code is coloured by. `plain` has no colour, and stands between others. */
export const TOKEN_KINDS = [
  'plain',
  'comment',
  'keyword',
  'constant',
  'string',
  'name',
  'type',
  'tag',
  'attribute',
  'meta',
  'added',
  'removed',
] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];
