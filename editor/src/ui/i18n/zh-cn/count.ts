import type { Translation } from '../en.ts';

export const count: Translation['count'] = {
  title: '字数统计',
  words_other: '{{number}} 个词',
  ofWords: '已选 {{selected}}，共 {{words}}',
  wordsLabel: '词数',
  charactersLabel: '字符数',
  readingLabel: '阅读时间',
  minutes_other: '{{count}} 分钟',
  selection: '所选内容',
  document: '整篇文档',
};
