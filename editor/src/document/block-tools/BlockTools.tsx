import type { LexicalEditor, NodeKey } from 'lexical';
import { useCallback } from 'react';
import type { DocumentAttachment } from '../../content/index.ts';
import { BlockHandle } from './BlockHandle.tsx';
import { useBlockNews } from './use-block-news.ts';

interface BlockToolsProps {
  readonly editor: LexicalEditor;
  readonly attachment: DocumentAttachment;
  readonly blockLink: ((blockId: string) => string) | undefined;
}

/** What is done to whole blocks: their handle, with its menu, and what is said of it. */
export const BlockTools = ({ editor, attachment, blockLink }: BlockToolsProps) => {
  const linkTo = useCallback(
    (key: NodeKey): string | null => {
      const id = blockLink === undefined ? null : attachment.blockId(key);
      return blockLink === undefined || id === null ? null : blockLink(id);
    },
    [attachment, blockLink],
  );
  useBlockNews(editor);
  return <BlockHandle editor={editor} linkTo={linkTo} />;
};
