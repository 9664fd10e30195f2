import { CodeNode } from '@lexical/code-core';
import { HorizontalRuleNode } from '@lexical/extension';
import { AutoLinkNode, LinkNode } from '@lexical/link';
import { ListItemNode, ListNode } from '@lexical/list';
import { HeadingNode, QuoteNode } from '@lexical/rich-text';
import type { Klass, LexicalNode, LexicalNodeReplacement } from 'lexical';
import { CalloutNode } from './callout.ts';
import { EmbedNode } from './embed.ts';
import { EquationNode, InlineEquationNode } from './equation.ts';
import { FileNode } from './file-node.ts';
import { gridNodes } from './grid-nodes.ts';
import { ImageNode } from './image-node.ts';
import { LiveValueNode, SparklineNode } from './live-value.ts';
import { DocumentLinkNode, PersonNode } from './mentions.ts';
import { TableOfContentsNode } from './table-of-contents.ts';
import { ToggleNode } from './toggle.ts';
import { UnknownBlockNode, UnknownInlineNode } from './unknown.ts';

/**
 * The node classes of a document, beside Lexical's own paragraph, text, line break and tab.
 *
 * Code is a plain block of text here: colouring it is the screen's business, because tokens stored as
 * nodes make a code block twelve times bigger on the wire.
 */
export const documentNodes: ReadonlyArray<Klass<LexicalNode> | LexicalNodeReplacement> = [
  HeadingNode,
  QuoteNode,
  ListNode,
  ListItemNode,
  LinkNode,
  AutoLinkNode,
  CodeNode,
  HorizontalRuleNode,
  ImageNode,
  FileNode,
  CalloutNode,
  ToggleNode,
  EquationNode,
  InlineEquationNode,
  TableOfContentsNode,
  EmbedNode,
  ...gridNodes,
  PersonNode,
  DocumentLinkNode,
  LiveValueNode,
  SparklineNode,
  UnknownBlockNode,
  UnknownInlineNode,
];
