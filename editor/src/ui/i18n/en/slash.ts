export const slash = {
  label: 'Commands',
  blocks: 'Blocks',
  insert: 'Insert',
  empty: 'No command is called that',
} as const;
