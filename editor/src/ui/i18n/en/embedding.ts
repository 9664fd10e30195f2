export const embedding = {
  closed: 'This document can’t be opened',
} as const;
