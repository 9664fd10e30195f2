import { defineExtension, type LexicalNode } from 'lexical';
import type { ReactNode } from 'react';
import { decorateWith } from '../content/index.ts';
import { $isEmbedNode, EmbedNode } from '../content/nodes/embed.ts';
import { $isEquationNode, $isInlineEquationNode, EquationNode, InlineEquationNode } from '../content/nodes/equation.ts';
import { FileNode } from '../content/nodes/file-node.ts';
import { ImageNode } from '../content/nodes/image-node.ts';
import { $isValueNode, LiveValueNode, SparklineNode } from '../content/nodes/live-value.ts';
import { $isDocumentLinkNode, $isPersonNode, DocumentLinkNode, PersonNode } from '../content/nodes/mentions.ts';
import { TableOfContentsNode } from '../content/nodes/table-of-contents.ts';
import { UnknownBlockNode, UnknownInlineNode, unknownTypeOf } from '../content/nodes/unknown.ts';
import { EmbedView } from './blocks/embed/EmbedView.tsx';
import { Equation } from './blocks/equation/Equation.tsx';
import { FileBlock } from './files/FileBlock.tsx';
import { ImageBlock } from './images/ImageBlock.tsx';
import { DocumentChip, PersonChip } from './mentions/Mentions.tsx';
import { Contents } from './outline/Contents.tsx';
import { UnknownBlock, UnknownInline } from './unknown/Unknown.tsx';
import { LiveValueChip } from './values/LiveValueChip.tsx';
import { Sparkline } from './values/Sparkline.tsx';

/** How each decorator node is drawn, by its type. */
const DECORATORS: Readonly<Record<string, (node: LexicalNode) => ReactNode>> = {
  [EquationNode.getType()]: (node) =>
    $isEquationNode(node) && <Equation nodeKey={node.getKey()} tex={node.getTex()} display />,
  [InlineEquationNode.getType()]: (node) =>
    $isInlineEquationNode(node) && <Equation nodeKey={node.getKey()} tex={node.getTex()} display={false} />,
  [DocumentLinkNode.getType()]: (node) =>
    $isDocumentLinkNode(node) && (
      <DocumentChip nodeKey={node.getKey()} document={node.getDocument()} title={node.getTitle()} />
    ),
  [PersonNode.getType()]: (node) =>
    $isPersonNode(node) && <PersonChip nodeKey={node.getKey()} person={node.getPerson()} name={node.getName()} />,
  [ImageNode.getType()]: (node) =>
    node instanceof ImageNode && <ImageBlock nodeKey={node.getKey()} fields={node.getFields()} />,
  [FileNode.getType()]: (node) =>
    node instanceof FileNode && <FileBlock nodeKey={node.getKey()} fields={node.getFields()} />,
  [LiveValueNode.getType()]: (node) =>
    $isValueNode(node) && <LiveValueChip nodeKey={node.getKey()} valueKey={node.getValueKey()} />,
  [SparklineNode.getType()]: (node) =>
    $isValueNode(node) && <Sparkline nodeKey={node.getKey()} valueKey={node.getValueKey()} />,
  [TableOfContentsNode.getType()]: (node) => <Contents nodeKey={node.getKey()} />,
  [EmbedNode.getType()]: (node) => $isEmbedNode(node) && <EmbedView nodeKey={node.getKey()} url={node.getUrl()} />,
  [UnknownBlockNode.getType()]: (node) =>
    node instanceof UnknownBlockNode && <UnknownBlock nodeKey={node.getKey()} type={unknownTypeOf(node)} />,
  [UnknownInlineNode.getType()]: (node) =>
    node instanceof UnknownInlineNode && <UnknownInline nodeKey={node.getKey()} type={unknownTypeOf(node)} />,
};

/** Draws what Lexical leaves to a component: images, equations and the like. */
export const DecoratorsExtension = defineExtension({
  name: 'cowrite/decorators',
  register: (editor) => decorateWith(editor, (node) => DECORATORS[node.getType()]?.(node) ?? null),
});
