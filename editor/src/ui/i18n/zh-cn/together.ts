import type { Translation } from '../en.ts';

export const together: Translation['together'] = {
  follow: '跟随 {{name}}',
  unfollow: '停止跟随 {{name}}',
  following: '正在跟随 {{name}}',
  followingEnded: '已停止跟随 {{name}}',
  stopFollowing: '停止',
  above: '{{name}} 在上方，点按前往',
  below: '{{name}} 在下方，点按前往',
  typing: '{{name}} 正在输入',
  typingNow: '正在输入…',
  joined: '{{name}} 加入了',
  joinedTwo: '{{first}} 和 {{second}} 加入了',
  joinedMany_other: '{{count}} 人加入了',
  left: '{{name}} 离开了',
  leftTwo: '{{first}} 和 {{second}} 离开了',
  leftMany_other: '{{count}} 人离开了',
};
