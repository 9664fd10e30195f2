import type { LexicalEditor } from 'lexical';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentAttachment } from '../../../content/index.ts';
import { registerFolds } from './folds.ts';

interface TogglesProps {
  readonly editor: LexicalEditor;
  readonly attachment: DocumentAttachment;
  readonly documentId: string;
}

/** Lets the reader open and close the toggles of a document. */
export const Toggles = ({ editor, attachment, documentId }: TogglesProps) => {
  const { t } = useTranslation();
  useEffect(
    () =>
      registerFolds(editor, {
        attachment,
        documentId,
        label: t('blocks.toggleArrow'),
        hint: t('blocks.toggleEmpty'),
      }),
    [editor, attachment, documentId, t],
  );
  return null;
};
