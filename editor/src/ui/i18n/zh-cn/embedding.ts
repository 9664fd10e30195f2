import type { Translation } from '../en.ts';

export const embedding: Translation['embedding'] = {
  closed: '无法打开此文档',
  impossibleId: '“{{id}}”不能作为文档 ID：应为 1 至 128 个字母、数字、点、短横线或下划线，且以字母或数字开头。',
};
