import type { Translation } from '../en.ts';

export const blockTools: Translation['blockTools'] = {
  handle: '段落菜单',
  handleHint: '拖动可移动，点击打开菜单',
  add: '在下方添加段落',
  turnInto: '转换为',
  color: '颜色',
  ink: '文字',
  ground: '背景',
  noColor: '无颜色',
  inkNamed: '{{color}}文字',
  groundNamed: '{{color}}背景',
  noInk: '默认文字颜色',
  noGround: '无背景',
  copyLink: '复制段落链接',
  linkCopied: '链接已复制',
  moved: '已移到第 {{place}} 位，共 {{total}} 段',
  selected_other: '已选择 {{count}} 个段落',
};
