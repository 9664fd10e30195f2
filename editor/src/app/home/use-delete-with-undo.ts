import { useTranslation } from 'react-i18next';
import type { DocumentSummary } from '../../protocol/index.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { useDeleteDocument, useRestoreDocument } from '../queries.ts';

/** Moves a document to the trash and offers to take it back. */
export const useDeleteWithUndo = () => {
  const { t } = useTranslation();
  const toast = useToast();
  const { mutateAsync: remove } = useDeleteDocument();
  const { mutateAsync: restore } = useRestoreDocument();

  // The row that asked is gone by the time the answer comes, so what follows can't hang on its callbacks.
  return async (document: Pick<DocumentSummary, 'id' | 'title'>): Promise<boolean> => {
    const title = document.title || t('home.untitled');
    try {
      await remove(document.id);
    } catch (error) {
      toast({ tone: 'danger', text: `${t('home.deleteFailed', { title })} ${messageOf(error)}` });
      return false;
    }
    toast({
      text: t('home.deleted', { title }),
      action: {
        label: t('app.undo'),
        run: () => {
          restore(document.id).then(
            () => toast({ text: t('home.restored', { title }) }),
            (error) => toast({ tone: 'danger', text: `${t('home.restoreFailed', { title })} ${messageOf(error)}` }),
          );
        },
      },
    });
    return true;
  };
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');
