import type { Translation } from '../en.ts';

export const outline: Translation['outline'] = {
  title: '本页内容',
  show: '显示大纲',
  hide: '隐藏大纲',
  empty: '此处会列出本文档的标题。',
};
