import type { Translation } from '../en.ts';

/** With their Pinyin and its initials: letters are there before an input method has made them characters. */
export const keywords: Translation['keywords'] = {
  paragraph: '正文 文本 段落 zhengwen wenben zw wb',
  heading1: '标题 一级标题 大标题 biaoti bt1 yiji',
  heading2: '标题 二级标题 中标题 biaoti bt2 erji',
  heading3: '标题 三级标题 小标题 biaoti bt3 sanji',
  bullet: '列表 无序列表 项目 liebiao wuxu lb wxlb',
  number: '列表 有序列表 编号 liebiao youxu bianhao lb yxlb',
  check: '任务 待办 清单 renwu daiban qingdan rw db',
  quote: '引用 yinyong yy',
  code: '代码 daima dm',
  mention: '@ 提及 人员 文档 tiji renyuan wendang',
  image: '图片 图像 照片 上传 tupian zhaopian tp',
  file: '文件 附件 上传 wenjian fujian wj fj',
  divider: '分隔线 分割线 fengexian fgx',
  table: 'biaoge 表格 行 列 单元格 table grid',
  callout: '标注 提示 警告 说明 biaozhu tishi bz',
  toggle: '折叠 展开 收起 zhedie zd',
  equation: '公式 方程 数学 gongshi fangcheng shuxue gs',
  inlineEquation: '公式 方程 数学 行内 gongshi fangcheng shuxue gs hn',
  tableOfContents: '目录 大纲 标题 mulu dagang ml',
  liveValue: '实时 数据 数值 价格 shishi ss',
  sparkline: '图表 折线 走势 实时 zoushi zs',
  embed: '嵌入 视频 地图 网页 链接 qianru shipin qr',
};
