import type { values as en } from '../en/values.ts';

export const values: Record<keyof typeof en, string> = {
  none: '–',
  label: '实时值 {{key}}：',
  lately: '{{key}} 最近的 {{count}} 个值',
  waiting: '还没有人设置它。',
  offline: '离线：这是上次的值。',
  stale: '已过期',
  key: '哪个值',
  placeholder: '输入值的名称，再按回车',
  refused: '可用字母、数字、“.”、“_”和“-”，最多 64 个字符。',
};
