import type { LexicalEditor } from 'lexical';
import type { Connection } from '../client/index.ts';
import type { DocumentAttachment } from '../content/index.ts';
import { LinkPopover } from './links/LinkPopover.tsx';

export interface OverlayProps {
  readonly editor: LexicalEditor;
  readonly connection: Connection;
  /** Null until there is something to show. */
  readonly attachment: DocumentAttachment | null;
  readonly readOnly: boolean;
}

/** What floats over the text. */
export const Overlays = ({ editor, readOnly }: OverlayProps) => <LinkPopover editor={editor} readOnly={readOnly} />;
