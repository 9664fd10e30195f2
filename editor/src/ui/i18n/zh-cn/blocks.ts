import type { Translation } from '../en.ts';

export const blocks: Translation['blocks'] = {
  callout: '标注：{{kind}}',
  calloutChange: '标注：{{kind}}。更改类型或表情',
  calloutKind: '类型',
  calloutEmoji: '表情',
  calloutNoEmoji: '使用该类型的图标',
  calloutRemove: '移除外框',
  note: '说明',
  tip: '提示',
  important: '重要',
  warning: '警告',
  caution: '当心',
  toggleArrow: '折叠内容',
  toggleEmpty: '里面还没有内容，点击即可书写。',
  toggleStartsOpen: '对新读者默认展开',
  equationEmpty: '空公式',
  equationTex: 'TeX',
  equationDone: '完成',
  equationHint: '按 Shift+Enter 换行',
  equationUnavailable: '暂时无法显示公式，但您写的内容会保留。',
};
