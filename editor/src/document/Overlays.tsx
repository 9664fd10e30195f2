import type { LexicalEditor } from 'lexical';
import type { Connection } from '../client/index.ts';
import type { DocumentAttachment } from '../content/index.ts';
import { Find } from './find/Find.tsx';
import { LinkPopover } from './links/LinkPopover.tsx';
import { SlashMenu } from './slash/SlashMenu.tsx';
import type { ToolbarState } from './toolbar/toolbar-state.ts';

export interface OverlayProps {
  readonly editor: LexicalEditor;
  readonly connection: Connection;
  /** Null until there is something to show. */
  readonly attachment: DocumentAttachment | null;
  readonly readOnly: boolean;
  /** What the selection is, and may become. */
  readonly state: ToolbarState;
}

/** What floats over the text. */
export const Overlays = ({ editor, readOnly, state }: OverlayProps) => (
  <>
    <Find editor={editor} readOnly={readOnly} />
    <LinkPopover editor={editor} readOnly={readOnly} />
    {!readOnly && <SlashMenu editor={editor} state={state} />}
  </>
);
