import type { TextMatchTransformer } from '@lexical/markdown';
import { $createTextNode } from 'lexical';
import { emojiOfCode } from './library.ts';

/** `:rocket:` as it is typed. What stands in a document is the emoji, so there is nothing to export. */
export const EMOJI_CODE: TextMatchTransformer = {
  type: 'text-match',
  dependencies: [],
  regExp: /:([a-z0-9_+-]{2,40}):$/,
  trigger: ':',
  replace(node, match) {
    const emoji = emojiOfCode(match[1] ?? '');
    if (emoji !== undefined) node.replace($createTextNode(emoji).setFormat(node.getFormat())).selectEnd();
  },
};
