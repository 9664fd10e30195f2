import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { DocumentSummary } from '../../protocol/index.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { documentPath } from '../address.ts';
import { useCopyVersion, useNameVersion, useRestoreVersion } from './versions.ts';

interface VersionActions {
  readonly isRestoring: boolean;
  /** Restores a version, opens the document, and offers to take it back. */
  restore(version: string, name: string): void;
  copy(version: string, name: string): void;
  name(version: string, name: string | null): void;
}

/** What is done to a document by way of its versions; what fails is said. */
export const useVersionActions = ({ id, title }: DocumentSummary): VersionActions => {
  const { t } = useTranslation();
  const toast = useToast();
  const [, navigate] = useLocation();
  const restoring = useRestoreVersion(id);
  const copying = useCopyVersion(id);
  const naming = useNameVersion(id);
  const failed = (sentence: string) => (error: Error) =>
    toast({ tone: 'danger', text: `${sentence} ${error.message}` });

  const takeBack = (saved: string): void =>
    restoring.mutate(saved, {
      onSuccess: () => toast({ text: t('history.takenBack') }),
      onError: failed(t('history.restoreFailed')),
    });

  return {
    isRestoring: restoring.isPending,
    restore: (version, name) =>
      restoring.mutate(version, {
        onSuccess: ({ saved }) => {
          navigate(documentPath(id));
          const action = saved === null ? {} : { action: { label: t('app.undo'), run: () => takeBack(saved) } };
          toast({ text: t('history.restored', { name }), ...action });
        },
        onError: failed(t('history.restoreFailed')),
      }),
    copy: (version, name) =>
      copying.mutate(
        { version, title: t('history.copyTitle', { title: title || t('home.untitled'), name }) },
        {
          onSuccess: (copy) => {
            navigate(documentPath(copy.id));
            toast({ text: t('history.copied') });
          },
          onError: failed(t('history.copyFailed')),
        },
      ),
    name: (version, name) => naming.mutate({ version, name }, { onError: failed(t('history.nameFailed')) }),
  };
};
