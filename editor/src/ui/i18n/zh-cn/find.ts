import type { Translation } from '../en.ts';

export const find: Translation['find'] = {
  title: '在文档中查找',
  open: '查找和替换',
  text: '查找',
  replacement: '替换为',
  matchCase: '区分大小写',
  wholeWord: '全字匹配',
  isRegex: '正则表达式',
  previous: '上一处',
  next: '下一处',
  showReplace: '显示替换',
  replace: '替换',
  replaceAll: '全部替换',
  count: '第 {{current}} 处，共 {{total}} 处',
  none: '未找到',
  invalid: '表达式无效',
  slow: '耗时过长',
  replaced_other: '已替换 {{count}} 处',
};
