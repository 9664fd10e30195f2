import type { Element } from 'hast';
import { type ContentNode, childrenOf, textField } from '../content-node.ts';
import { findElement, h } from '../html/element.ts';
import { styleOf, stylesOf } from '../html/styles.ts';
import { sourceOf } from '../inline/source.ts';
import type { NodeFormat } from '../node-format.ts';
import { isPlainBlock, lookProperties, readLook } from './block-look.ts';

export const paragraphFormat: NodeFormat = {
  type: 'paragraph',
  markdown(node, write) {
    if (!isPlainBlock(node)) return null;
    const comments = commentsOf(node);
    if (comments !== null) return [{ type: 'html', value: comments }];
    const children = write.phrasing(childrenOf(node));
    // Markdown has no empty lines of its own.
    return [children.length === 0 ? { type: 'html', value: '<p><br></p>' } : { type: 'paragraph', children }];
  },
  html: (node, write) => [h('p', lookProperties(node), write.phrasing(childrenOf(node)))],
  rules: [
    {
      tag: 'p',
      read(element, scope) {
        const look = readLook(element);
        const isPage = scope.inherited.whiteSpace === 'collapse' && findElement(element, isPreserved) === undefined;
        scope.line(element, (children) => ({
          type: 'paragraph',
          ...look,
          children: isPage ? withoutFiller(children) : children,
        }));
        return true;
      },
    },
  ],
};

/** The source of a paragraph of nothing but comments, which stands for itself. */
function commentsOf(node: ContentNode): string | null {
  const children = childrenOf(node);
  const isComments = children.length > 0 && children.every((child) => sourceOf(child)?.kind === 'comment');
  return isComments ? children.map((child) => textField(child, 'text')).join('') : null;
}

function isPreserved(element: Element): boolean {
  return styleOf(stylesOf(element), 'white-space').startsWith('pre');
}

/** A paragraph that holds but one space that can't be broken is how word processors keep an empty one open. */
function withoutFiller(children: readonly ContentNode[]): readonly ContentNode[] {
  return children.length === 1 && children[0]?.text === '\u00a0' ? [] : children;
}
