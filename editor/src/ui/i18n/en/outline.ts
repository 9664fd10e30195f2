export const outline = {
  title: 'On this page',
  show: 'Show the outline',
  hide: 'Hide the outline',
  empty: 'Headings of this document are listed here.',
} as const;
