import type { ElementTransformer } from '@lexical/markdown';
import { $createParagraphNode } from 'lexical';
import { $createCalloutNode, $isCalloutNode, CALLOUT_KINDS, CalloutNode } from '../../../content/nodes/callout.ts';

/** `[!NOTE]` at the start of a quote or a line, as GitHub and Obsidian have it. */
export const CALLOUT_MARK: ElementTransformer = {
  type: 'element',
  dependencies: [CalloutNode],
  export: (node) => ($isCalloutNode(node) ? `[!${node.getKind().toUpperCase()}]` : null),
  regExp: /^\[!(note|tip|important|warning|caution)\]\s?$/i,
  triggerOnEnter: true,
  replace(block, children, match) {
    const kind = CALLOUT_KINDS.find((each) => each === match[1]?.toLowerCase());
    const callout = $createCalloutNode(kind);
    const line = $createParagraphNode();
    line.append(...children);
    block.replace(callout.append(line));
    line.selectStart();
  },
};
