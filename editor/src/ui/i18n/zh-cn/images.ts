import type { Translation } from '../en.ts';

export const images: Translation['images'] = {
  tools: '图片',
  unnamed: '没有说明的图片',
  caption: '图注',
  captionPlaceholder: '添加图注…',
  left: '左对齐',
  center: '居中',
  right: '右对齐',
  alt: '替代文字',
  altHint: '说明图片内容，供使用屏幕阅读器的人以及图片无法显示时使用。',
  save: '保存',
  cancel: '取消',
  replace: '替换',
  open: '查看原图',
  before: '上一张图片',
  after: '下一张图片',
  count: '{{at}} / {{all}}',
  resizeLeft: '宽度，左边缘',
  resizeRight: '宽度，右边缘',
  widthValue: '{{width}} 像素',
};
