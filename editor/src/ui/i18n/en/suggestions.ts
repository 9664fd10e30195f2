export const suggestions = {
  count_one: '{{count}} suggestion',
  count_other: '{{count}} suggestions',
} as const;
