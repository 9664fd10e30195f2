import type { Translation } from '../en.ts';

export const files: Translation['files'] = {
  unnamed: '未命名文件',
  label: '文件 {{name}}',
  download: '下载 {{name}}',
};
