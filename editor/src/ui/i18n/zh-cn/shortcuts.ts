import type { Translation } from '../en.ts';

export const shortcuts: Translation['shortcuts'] = {
  words: '文字',
  blocks: '段落类型',
  arrange: '移动段落',
  align: '对齐',
  document: '文档',
  places: '在正文中',
  slash: '命令（在词首输入）',
  indent: '在列表或代码中缩进和取消缩进',
  selectBlock: '选择段落，再按一次返回',
  selectMore: '选择更多段落',
  toolbar: '转到工具栏，按 Esc 返回',
};
