import type { LexicalEditor } from 'lexical';
import { Popover } from 'radix-ui';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PopoverLayer } from '../../ui/layer.tsx';
import { readingMinutes } from './count-words.ts';
import { Counter } from './counter.ts';
import styles from './WordCount.module.css';

/** How many words there are, and are selected; a press tells more. */
export const WordCount = ({ editor }: { readonly editor: LexicalEditor }) => {
  const { t, i18n } = useTranslation();
  const { all, selected } = useCounted(editor);
  const number = (value: number) => value.toLocaleString(i18n.language);
  const words = t('count.words', { count: all.words, number: number(all.words) });
  const rows: readonly (readonly [string, string, string | null])[] = [
    [t('count.wordsLabel'), number(all.words), selected && number(selected.words)],
    [t('count.charactersLabel'), number(all.characters), selected && number(selected.characters)],
    [
      t('count.readingLabel'),
      t('count.minutes', { count: readingMinutes(all.words) }),
      selected && t('count.minutes', { count: readingMinutes(selected.words) }),
    ],
  ];
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.count} data-print="no">
        {selected === null ? words : t('count.ofWords', { selected: number(selected.words), words })}
      </Popover.Trigger>
      <PopoverLayer>
        <Popover.Content
          className={styles.panel}
          aria-label={t('count.title')}
          side="top"
          align="end"
          sideOffset={6}
          collisionPadding={10}
          // The selection that is counted stays where it is.
          onOpenAutoFocus={(event) => event.preventDefault()}
        >
          <table className={styles.table}>
            {selected !== null && (
              <thead>
                <tr>
                  <td />
                  <th scope="col">{t('count.selection')}</th>
                  <th scope="col">{t('count.document')}</th>
                </tr>
              </thead>
            )}
            <tbody>
              {rows.map(([label, whole, part]) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  {part !== null && <td>{part}</td>}
                  <td>{whole}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Popover.Content>
      </PopoverLayer>
    </Popover.Root>
  );
};

const useCounted = (editor: LexicalEditor) => {
  const [counted, setCounted] = useState<Counter['counted']>({ all: { words: 0, characters: 0 }, selected: null });
  useEffect(() => {
    const counter = new Counter(editor, () =>
      setCounted((shown) => (JSON.stringify(shown) === JSON.stringify(counter.counted) ? shown : counter.counted)),
    );
    return () => counter.destroy();
  }, [editor]);
  return counted;
};
