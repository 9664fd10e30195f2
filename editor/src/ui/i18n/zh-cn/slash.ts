import type { Translation } from '../en.ts';

export const slash: Translation['slash'] = {
  label: '命令',
  blocks: '段落类型',
  insert: '插入',
  empty: '没有这个命令',
};
