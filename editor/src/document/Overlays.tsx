import type { LexicalEditor } from 'lexical';
import { useState } from 'react';
import type { Discussion } from '../client/discussion/index.ts';
import type { Connection } from '../client/index.ts';
import type { DocumentAttachment } from '../content/index.ts';
import { useOwnLayer } from '../ui/layer.tsx';
import { AssetInput } from './assets/AssetInput.tsx';
import { useAssets } from './assets/editor-assets.ts';
import { BlockTools } from './block-tools/BlockTools.tsx';
import { Callouts } from './blocks/callout/Callouts.tsx';
import { CodeControls } from './blocks/code/CodeControls.tsx';
import { EmbedOffer } from './blocks/embed/EmbedOffer.tsx';
import { EquationEditor } from './blocks/equation/EquationEditor.tsx';
import { Toggles } from './blocks/toggle/Toggles.tsx';
import { Comments } from './comments/Comments.tsx';
import { EmojiSuggestions } from './emoji/EmojiSuggestions.tsx';
import { SlowInsertions } from './exchange/SlowInsertions.tsx';
import { Find } from './find/Find.tsx';
import { Shortcuts } from './help/Shortcuts.tsx';
import { LinkPopover } from './links/LinkPopover.tsx';
import { MentionMenu } from './mentions/MentionMenu.tsx';
import { Outline } from './outline/Outline.tsx';
import { SlashMenu } from './slash/SlashMenu.tsx';
import { TablePicker } from './tables/TablePicker.tsx';
import { TableTools } from './tables/TableTools.tsx';
import { FollowBanner } from './together/FollowBanner.tsx';
import { OffscreenHints } from './together/OffscreenHints.tsx';
import { FloatingToolbar } from './toolbar/FloatingToolbar.tsx';
import type { ToolbarState } from './toolbar/toolbar-state.ts';

export interface OverlayProps {
  readonly editor: LexicalEditor;
  readonly connection: Connection;
  /** Null until there is something to show. */
  readonly attachment: DocumentAttachment | null;
  readonly readOnly: boolean;
  /** What the selection is, and may become. */
  readonly state: ToolbarState;
  /** The address of a block, for links to it; without it there are none. */
  readonly blockLink: ((blockId: string) => string) | undefined;
  /** What people say about the document; null where nothing is said here. */
  readonly discussion: Discussion | null;
  readonly threadLink: ((threadId: string) => string) | undefined;
  /** The thread that a link led to. */
  readonly linkedThread: string | null;
}

/** What floats over the text. */
export const Overlays = ({
  editor,
  connection,
  attachment,
  readOnly,
  state,
  blockLink,
  discussion,
  threadLink,
  linkedThread,
}: OverlayProps) => {
  const assets = useAssets();
  // One card at a time under a link.
  const [offering, setOffering] = useState(false);
  // Beside the text is somebody else's page, where it is embedded.
  const ownLayer = useOwnLayer();
  return (
    <>
      {attachment !== null && <FollowBanner attachment={attachment} awareness={connection.awareness} />}
      {attachment !== null && <OffscreenHints attachment={attachment} />}
      {!readOnly && <SlowInsertions editor={editor} />}
      <Find editor={editor} readOnly={readOnly} />
      {discussion !== null && attachment !== null && (
        <Comments
          editor={editor}
          attachment={attachment}
          connection={connection}
          discussion={discussion}
          readOnly={readOnly}
          link={threadLink}
          linked={linkedThread}
        />
      )}
      <Shortcuts editor={editor} />
      <LinkPopover editor={editor} readOnly={readOnly || offering} />
      <CodeControls editor={editor} readOnly={readOnly} />
      <EquationEditor editor={editor} readOnly={readOnly} />
      <Callouts editor={editor} readOnly={readOnly} />
      {attachment !== null && <Toggles editor={editor} attachment={attachment} documentId={connection.documentId} />}
      {ownLayer === null && <Outline editor={editor} />}
      {!readOnly && <EmbedOffer editor={editor} onOffer={setOffering} />}
      {!readOnly && <EmojiSuggestions editor={editor} />}
      {!readOnly && <MentionMenu editor={editor} connection={connection} />}
      {!readOnly && <TablePicker editor={editor} />}
      {!readOnly && <TableTools editor={editor} />}
      {!readOnly && <SlashMenu editor={editor} state={state} />}
      {!readOnly && <FloatingToolbar editor={editor} state={state} />}
      {!readOnly && attachment !== null && <BlockTools editor={editor} attachment={attachment} blockLink={blockLink} />}
      {assets !== null && <AssetInput editor={editor} assets={assets} readOnly={readOnly} />}
    </>
  );
};
