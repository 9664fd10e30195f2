import { LibraryMenuItems } from './LibraryMenuItems.tsx';
import { useMarks } from './queries.ts';
import { useSeesAll } from './use-sees-all.ts';

interface PageMenuItemsProps {
  readonly document: { readonly id: string; readonly title: string };
  readonly mayWrite: boolean;
  onTags(): void;
}

/** A document's place among the others, in the menu of its own page: asked for when the menu opens. */
export const PageMenuItems = ({ document, mayWrite, onTags }: PageMenuItemsProps) => {
  const { data: marks } = useMarks(document.id);
  const seesAll = useSeesAll();
  return <LibraryMenuItems document={document} marks={marks} mayWrite={mayWrite} seesAll={seesAll} onTags={onTags} />;
};
