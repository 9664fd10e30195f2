import type { Translation } from '../en.ts';

export const emoji: Translation['emoji'] = {
  suggestions: '表情',
  search: '搜索表情',
  failed: '无法加载表情。请在联网后重试。',
  none: '没有叫这个名字的表情',
  group0: '笑脸与情感',
  group1: '人物与手势',
  group3: '动物与自然',
  group4: '食物与饮料',
  group5: '旅行与地点',
  group6: '活动',
  group7: '物品',
  group8: '符号',
  group9: '旗帜',
};
