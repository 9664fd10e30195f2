import { $createHorizontalRuleNode, $isHorizontalRuleNode, HorizontalRuleNode } from '@lexical/extension';
import {
  BOLD_ITALIC_STAR,
  BOLD_ITALIC_UNDERSCORE,
  BOLD_STAR,
  BOLD_UNDERSCORE,
  CHECK_LIST,
  CODE,
  type ElementTransformer,
  HEADING,
  INLINE_CODE,
  ITALIC_STAR,
  ITALIC_UNDERSCORE,
  LINK,
  type MultilineElementTransformer,
  ORDERED_LIST,
  QUOTE,
  registerMarkdownShortcuts,
  STRIKETHROUGH,
  type TextMatchTransformer,
  UNORDERED_LIST,
} from '@lexical/markdown';
import { HeadingNode } from '@lexical/rich-text';
import { defineExtension, type ElementNode } from 'lexical';
import { $keepLook } from '../content/blocks/keep-look.ts';
import { isSafeAddress } from '../content/link-address.ts';
import { CALLOUT_MARK } from './blocks/callout/callout-mark.ts';
import { EQUATION_MARK, INLINE_EQUATION_MARK } from './blocks/equation/equation-marks.ts';
import { EMOJI_CODE } from './emoji/emoji-code.ts';

/** A document has three levels. */
const THREE_HEADINGS: ElementTransformer = { ...HEADING, regExp: /^(#{1,3})\s/ };

const DIVIDER: ElementTransformer = {
  type: 'element',
  dependencies: [HorizontalRuleNode],
  export: (node) => ($isHorizontalRuleNode(node) ? '---' : null),
  regExp: /^(---|\*\*\*|___)\s?$/,
  triggerOnEnter: true,
  replace(paragraph, _children, _match, isImport) {
    const divider = $createHorizontalRuleNode();
    if (isImport) {
      paragraph.replace(divider);
      return;
    }
    // The line stays to write on, below.
    paragraph.insertBefore(divider);
    paragraph.selectStart();
  },
};

/** With the look of the line that the block is made of. */
const keepingLook = <T extends ElementTransformer | MultilineElementTransformer>(transformer: T): T => ({
  ...transformer,
  replace(line: ElementNode, ...rest: unknown[]) {
    const [before, container] = [line.getPreviousSibling(), line.getParent()];
    const look = line.getLatest();
    const result = (transformer.replace as (...all: unknown[]) => unknown)(line, ...rest);
    const made = before === null ? container?.getFirstChild() : before.getNextSibling();
    if (result !== false && made && !made.is(line)) $keepLook(look, made);
    return result;
  },
});

const SAFE_LINK: TextMatchTransformer = {
  ...LINK,
  replace(node, match) {
    const address = match[2] ?? match[3];
    if (address === undefined || !isSafeAddress(address)) return;
    return LINK.replace?.(node, match);
  },
};

const TRANSFORMERS = [
  keepingLook(THREE_HEADINGS),
  keepingLook(QUOTE),
  // Before the bulleted list, whose mark it may begin with.
  CHECK_LIST,
  UNORDERED_LIST,
  ORDERED_LIST,
  DIVIDER,
  CALLOUT_MARK,
  EQUATION_MARK,
  keepingLook(CODE),
  INLINE_CODE,
  BOLD_ITALIC_STAR,
  BOLD_ITALIC_UNDERSCORE,
  BOLD_STAR,
  BOLD_UNDERSCORE,
  ITALIC_STAR,
  ITALIC_UNDERSCORE,
  STRIKETHROUGH,
  SAFE_LINK,
  EMOJI_CODE,
  INLINE_EQUATION_MARK,
];

/** Markdown's marks, as they are typed. */
export const MarkdownShortcutsExtension = defineExtension({
  name: 'cowrite/markdown-shortcuts',
  nodes: () => [HeadingNode, HorizontalRuleNode],
  register: (editor) => registerMarkdownShortcuts(editor, TRANSFORMERS),
});
