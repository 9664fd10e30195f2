/** Live values in a text. */
export const values = {
  none: '–',
  label: 'Live value {{key}}:',
  lately: '{{key}} lately: {{count}} values',
  waiting: 'Nobody has set it yet.',
  offline: 'Offline: this is what it was last.',
  stale: 'Out of date',
  key: 'Which value',
  placeholder: 'Name of a value, then Enter',
  refused: 'Letters, digits, “.”, “_” and “-”, 64 at most.',
} as const;
