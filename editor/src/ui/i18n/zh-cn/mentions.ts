import type { Translation } from '../en.ts';

export const mentions: Translation['mentions'] = {
  label: '人员和文档',
  people: '人员',
  documents: '文档',
  missing: '未找到',
  deleted: '在回收站中',
};
