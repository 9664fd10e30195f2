import type { Translation } from '../en.ts';

export const embed: Translation['embed'] = {
  empty: '尚未填写地址的嵌入内容',
  address: '要嵌入的地址',
  placeholder: '粘贴视频、设计稿或地图等的链接…',
  apply: '嵌入',
  refused: '请使用网页地址。',
  load: '显示来自 {{name}} 的内容',
  privacy: '显示后，{{name}} 会知道您在查看它。',
  frame: '{{name}}：{{address}}',
  offer: '是否嵌入此链接？',
  choose: '嵌入 {{name}} 内容',
  chooseCard: '显示为卡片',
  keepLink: '保留为链接',
};
