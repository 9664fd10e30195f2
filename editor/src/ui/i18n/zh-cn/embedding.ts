import type { Translation } from '../en.ts';

export const embedding: Translation['embedding'] = {
  closed: '无法打开此文档',
};
