export const mentions = {
  label: 'People and documents',
  people: 'People',
  documents: 'Documents',
  missing: 'not found',
  deleted: 'in the trash',
} as const;
