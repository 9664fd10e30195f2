import type { Translation } from '../en.ts';

export const suggestions: Translation['suggestions'] = {
  count_other: '{{count}} 条建议',
};
