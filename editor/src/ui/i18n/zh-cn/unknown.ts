import type { Translation } from '../en.ts';

export const unknown: Translation['unknown'] = {
  hint: '此内容块需要更新的版本才能显示',
  block: '未知类型的内容块：{{type}}。需要更新的版本才能显示。',
  inline: '未知类型的内容：{{type}}。需要更新的版本才能显示。',
  delete: '删除此内容块',
};
