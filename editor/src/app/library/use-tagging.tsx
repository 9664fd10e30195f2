import { type ReactNode, useState } from 'react';
import { TagsDialog } from './TagsDialog.tsx';

/** The dialog of a document's tags, for a menu that goes away as it opens: it has to stand beside the menu. */
export const useTagging = (documentId: string): { readonly openTags: () => void; readonly tagsDialog: ReactNode } => {
  const [open, setOpen] = useState(false);
  return {
    openTags: () => setOpen(true),
    tagsDialog: <TagsDialog documentId={documentId} open={open} onClose={() => setOpen(false)} />,
  };
};
