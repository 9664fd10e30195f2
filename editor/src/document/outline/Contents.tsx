import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useLexicalNodeSelection } from '@lexical/react/useLexicalNodeSelection';
import type { NodeKey } from 'lexical';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import styles from './Contents.module.css';
import { HeadingLink } from './HeadingLink.tsx';
import { outermostOf, useHeadings } from './headings.ts';

/** The table of contents as a block of the text. */
export const Contents = ({ nodeKey }: { readonly nodeKey: NodeKey }) => {
  const { t } = useTranslation();
  const [editor] = useLexicalComposerContext();
  const [selected, select, clear] = useLexicalNodeSelection(nodeKey);
  const headings = useHeadings(editor);
  const outermost = outermostOf(headings);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: by keyboard it is chosen with the arrows.
    <nav
      className={cx(styles.contents, selected && styles.selected)}
      aria-label={t('actions.tableOfContents')}
      onClick={({ target, currentTarget }) => {
        if (target !== currentTarget) return;
        clear();
        select(true);
      }}
    >
      {headings.length === 0 && <p className={styles.empty}>{t('outline.empty')}</p>}
      {headings.map((heading) => (
        <HeadingLink
          key={heading.key}
          editor={editor}
          heading={heading}
          className={styles.heading}
          indent={heading.level - outermost}
        />
      ))}
    </nav>
  );
};
