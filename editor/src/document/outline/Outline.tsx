import type { LexicalEditor, NodeKey } from 'lexical';
import { PanelLeftClose, TableOfContents } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/IconButton.tsx';
import { readSetting, writeSetting } from '../../ui/settings.ts';
import { pageInset } from '../page-inset.ts';
import { HeadingLink } from './HeadingLink.tsx';
import { type Heading, outermostOf, useHeadings } from './headings.ts';
import styles from './Outline.module.css';

const SETTING = 'outline';
/** A document of one heading needs no way about. */
const FEWEST = 2;

/** The headings beside the text, where the screen is wide enough, with the one that is being read marked. */
export const Outline = ({ editor }: { readonly editor: LexicalEditor }) => {
  const { t } = useTranslation();
  const headings = useHeadings(editor);
  const [open, setOpen] = useState(() => readSetting(SETTING) !== 'closed');
  const current = useCurrent(editor, headings);
  if (headings.length < FEWEST) return null;
  const outermost = outermostOf(headings);
  const show = (next: boolean): void => {
    setOpen(next);
    writeSetting(SETTING, next ? null : 'closed');
  };
  return (
    <nav className={styles.outline} aria-label={t('outline.title')}>
      <div className={styles.head}>
        {open && <span className={styles.title}>{t('outline.title')}</span>}
        <IconButton
          label={open ? t('outline.hide') : t('outline.show')}
          aria-expanded={open}
          onClick={() => show(!open)}
        >
          {open ? <PanelLeftClose size={16} aria-hidden /> : <TableOfContents size={16} aria-hidden />}
        </IconButton>
      </div>
      {open && (
        <ul className={styles.list}>
          {headings.map((heading) => (
            <li key={heading.key}>
              <HeadingLink
                editor={editor}
                heading={heading}
                className={styles.heading}
                indent={heading.level - outermost}
                current={heading.key === current}
              />
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
};

/** The heading under which what is at the top of the view stands. */
const useCurrent = (editor: LexicalEditor, headings: readonly Heading[]): NodeKey | null => {
  const [current, setCurrent] = useState<NodeKey | null>(null);
  useEffect(() => {
    let frame = 0;
    const find = (): void => {
      frame = 0;
      const line = pageInset().top + 24;
      const above = headings.findLast(({ key }) => {
        const element = editor.getElementByKey(key);
        return element !== null && element.getBoundingClientRect().top <= line;
      });
      setCurrent((above ?? headings[0])?.key ?? null);
    };
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(find);
    };
    soon();
    document.addEventListener('scroll', soon, { passive: true, capture: true });
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('scroll', soon, { capture: true });
    };
  }, [editor, headings]);
  return current;
};
