import { $getSelection, $isRangeSelection, type LexicalEditor } from 'lexical';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Suggestions, type Trigger } from '../suggestions/index.ts';
import styles from './EmojiSuggestions.module.css';
import { type Emoji, emojiLanguage, findEmoji, useEmoji } from './library.ts';

/** A colon, and what it is with a Chinese input method. */
const COLON: Trigger = { characters: ':：', minLength: 1 };
const MOST = 8;

interface Option {
  readonly id: string;
  readonly emoji: Emoji;
}

/** One Latin letter would offer something behind every colon; one Chinese character is a word. */
const isTooShort = (query: string): boolean => query.length < 2 && /^[\x20-\x7e]*$/.test(query);

const useOptions = (query: string): readonly Option[] | null => {
  const { emoji } = useEmoji(!isTooShort(query));
  if (emoji === null || isTooShort(query)) return null;
  return findEmoji(emoji, query, MOST).map((each) => ({ id: each.unicode, emoji: each }));
};

/** Emoji by name, behind a colon. */
export const EmojiSuggestions = ({ editor }: { readonly editor: LexicalEditor }) => {
  const { t } = useTranslation();
  const choose = useCallback(
    ({ emoji }: Option): void =>
      editor.update(() => {
        const selection = $getSelection();
        if ($isRangeSelection(selection)) selection.insertText(emoji.unicode);
      }),
    [editor],
  );
  return (
    <Suggestions
      editor={editor}
      trigger={COLON}
      label={t('emoji.suggestions')}
      useItems={useOptions}
      render={({ emoji }) => <EmojiOption emoji={emoji} />}
      onChoose={choose}
    />
  );
};

const EmojiOption = ({ emoji }: { readonly emoji: Emoji }) => {
  const { i18n } = useTranslation();
  const [code] = emoji.codes;
  return (
    <>
      <span className={styles.picture} aria-hidden>
        {emoji.unicode}
      </span>
      <span className={styles.name}>{emoji.names[emojiLanguage(i18n.language)]}</span>
      {code !== undefined && <span className={styles.code}>{`:${code}:`}</span>}
    </>
  );
};
