import { Clock, LayoutTemplate, Star, Tag } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui/Notice.tsx';
import { UnreachableError } from '../api.ts';
import { GoneBanner } from '../home/GoneBanner.tsx';
import { ListFailure } from '../home/ListFailure.tsx';
import { ListSkeleton } from '../home/ListSkeleton.tsx';
import { MorePages } from '../home/MorePages.tsx';
import { PlainList } from '../home/PlainList.tsx';
import { useShelf } from './queries.ts';
import type { Shelf } from './shelves.ts';

const ICONS = {
  recent: <Clock size={24} />,
  favourites: <Star size={24} />,
  templates: <LayoutTemplate size={24} />,
  tag: <Tag size={24} />,
};

/** The documents of one shelf, in its order. */
export const ShelfList = ({ shelf }: { readonly shelf: Shelf }) => {
  const { t } = useTranslation();
  const list = useShelf(shelf);
  const documents = list.data?.pages.flatMap((page) => page.documents);
  const tag = shelf.name === 'tag' ? shelf.tag : '';
  return (
    <>
      {list.error instanceof UnreachableError && documents !== undefined && <GoneBanner />}
      {list.isPending && <ListSkeleton />}
      {list.isError && documents === undefined && <ListFailure list={list} />}
      {documents?.length === 0 && (
        <Notice
          icon={ICONS[shelf.name]}
          title={t(`library.${shelf.name}EmptyTitle`, { tag })}
          hint={t(`library.${shelf.name}EmptyHint`)}
        />
      )}
      {documents !== undefined && documents.length > 0 && <PlainList documents={documents} />}
      <MorePages list={list} />
    </>
  );
};
