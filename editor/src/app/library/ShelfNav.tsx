import { Clock, FileText, LayoutTemplate, Star, Tag } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useTags } from './queries.ts';
import styles from './ShelfNav.module.css';
import { isSameView, type View, viewPath } from './shelves.ts';

interface ShelfNavProps {
  readonly view: View;
  /** Whether who is here may see them, as far as it is known; nothing is asked for before. */
  readonly mayList: boolean;
}

/** Leads from shelf to shelf. A tag that nothing has any more stays while it is looked at. */
export const ShelfNav = ({ view, mayList }: ShelfNavProps) => {
  const { t } = useTranslation();
  const known = useTags(mayList).data ?? [];
  const tags =
    view.name === 'tag' && known.every(({ tag }) => tag !== view.tag)
      ? [...known, { tag: view.tag, documents: 0 }]
      : known;
  const item = (to: View, icon: ReactNode, label: string, count?: number) => (
    <Link
      key={viewPath(to)}
      href={viewPath(to)}
      className={styles.shelf}
      aria-current={isSameView(view, to) ? 'page' : undefined}
    >
      {icon}
      <span className={styles.label}>{label}</span>
      {count !== undefined && (
        <span className={styles.count} title={t('library.documents', { count })}>
          {count}
        </span>
      )}
    </Link>
  );
  return (
    <nav aria-label={t('library.shelves')} className={styles.shelves}>
      {item({ name: 'all' }, <FileText size={15} aria-hidden />, t('library.all'))}
      {item({ name: 'recent' }, <Clock size={15} aria-hidden />, t('library.recent'))}
      {item({ name: 'favourites' }, <Star size={15} aria-hidden />, t('library.favourites'))}
      {item({ name: 'templates' }, <LayoutTemplate size={15} aria-hidden />, t('library.templates'))}
      {tags.map(({ tag, documents }) => item({ name: 'tag', tag }, <Tag size={14} aria-hidden />, tag, documents))}
    </nav>
  );
};
