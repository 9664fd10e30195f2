import { Copy, LayoutTemplate, Star, StarOff, Tags } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { DocumentMarks } from '../../protocol/index.ts';
import { MenuItem } from '../../ui/Menu.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { documentPath } from '../address.ts';
import type { MarkChange } from './mark-change.ts';
import { useDuplicate, useMark } from './queries.ts';

interface LibraryMenuItemsProps {
  readonly document: { readonly id: string; readonly title: string };
  /** Undefined while they aren't known. */
  readonly marks: DocumentMarks | undefined;
  /** Whether tags and templates may be changed. */
  readonly mayWrite: boolean;
  /** Whether documents may be made. */
  readonly seesAll: boolean;
  onTags(): void;
}

/** A document's place among the others, as items of its menu. */
export const LibraryMenuItems = ({ document, marks, mayWrite, seesAll, onTags }: LibraryMenuItemsProps) => {
  const { t } = useTranslation();
  const toast = useToast();
  const [, navigate] = useLocation();
  const { mutateAsync: mark } = useMark(document.id);
  const { mutateAsync: duplicate } = useDuplicate();
  const title = document.title || t('home.untitled');

  const change = (to: MarkChange, said: string): void => {
    mark(to).then(
      () => toast({ text: said }),
      (error: Error) => toast({ tone: 'danger', text: `${t('library.markFailed', { title })} ${error.message}` }),
    );
  };

  const copy = (): void => {
    duplicate({ id: document.id, title: t('library.copyTitle', { title }) }).then(
      (made) => navigate(documentPath(made.id)),
      (error: Error) => toast({ tone: 'danger', text: `${t('library.copyFailed', { title })} ${error.message}` }),
    );
  };

  const { favourite = false, template = false } = marks ?? {};
  return (
    <>
      <MenuItem
        icon={favourite ? <StarOff size={16} /> : <Star size={16} />}
        onSelect={() =>
          change({ favourite: !favourite }, t(favourite ? 'library.unstarred' : 'library.starred', { title }))
        }
      >
        {t(favourite ? 'library.unstar' : 'library.star')}
      </MenuItem>
      {mayWrite && (
        <MenuItem icon={<Tags size={16} />} onSelect={onTags}>
          {t('library.tags')}
        </MenuItem>
      )}
      {seesAll && (
        <MenuItem icon={<Copy size={16} />} onSelect={copy}>
          {t('library.duplicate')}
        </MenuItem>
      )}
      {mayWrite && seesAll && (
        <MenuItem
          icon={<LayoutTemplate size={16} />}
          onSelect={() =>
            change({ template: !template }, t(template ? 'library.untemplated' : 'library.templated', { title }))
          }
        >
          {t(template ? 'library.untemplate' : 'library.template')}
        </MenuItem>
      )}
    </>
  );
};
