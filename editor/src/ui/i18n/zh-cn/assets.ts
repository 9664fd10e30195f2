import type { Translation } from '../en.ts';

export const assets: Translation['assets'] = {
  tooLarge: '“{{name}}”太大：文件不能超过 {{size}}。',
  noPicture: '“{{name}}”无法显示：它已损坏，或者不是图片。请改为作为文件插入。',
  unreadable: '无法读取“{{name}}”。它可能已被移动或删除。',
  sending: '正在上传… {{percent}}%',
  waiting: '连接恢复后上传',
  progress: '{{name}} 的上传进度',
  refused: '未上传：{{reason}}',
  retry: '重试',
  cancel: '取消上传',
  delete: '删除',
  download: '下载',
  coming: '正在上传…',
  comingFrom: '{{name}} 正在上传…',
  missing: '这张图片还不在服务器上。添加它的人重新连接后，它就会出现。',
  elsewhere: '这张图片在其他网站上，不会从那里加载。请在那里复制图片，然后粘贴到这里。',
  noSource: '粘贴时没有带上这张图片。请单独复制图片，然后粘贴到这里。',
};
