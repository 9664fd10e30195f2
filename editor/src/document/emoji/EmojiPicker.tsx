import { getActiveElementDeep } from 'lexical';
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './EmojiPicker.module.css';
import { EMOJI_GROUPS, type Emoji, emojiLanguage, findEmoji, useEmoji } from './library.ts';

const MOST_FOUND = 120;

interface EmojiPickerProps {
  onChoose(emoji: string): void;
}

/** All emoji, by group or by name. Arrows lead through them, as they do through a calendar. */
export const EmojiPicker = ({ onChoose }: EmojiPickerProps) => {
  const { t } = useTranslation();
  const { emoji, failed } = useEmoji();
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query);
  const found = useMemo(
    () => (emoji === null || wanted.trim() === '' ? null : findEmoji(emoji, wanted, MOST_FOUND)),
    [emoji, wanted],
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend to be seen.
    <div role="group" aria-label={t('emoji.suggestions')} className={styles.picker} onKeyDown={moveByArrow}>
      <input
        className={styles.search}
        type="search"
        aria-label={t('emoji.search')}
        placeholder={t('emoji.search')}
        autoComplete="off"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <div className={styles.list}>
        {failed && <p className={styles.message}>{t('emoji.failed')}</p>}
        {!failed && emoji === null && <p className={styles.message}>{t('app.loading')}</p>}
        {found !== null && found.length === 0 && <p className={styles.message}>{t('emoji.none')}</p>}
        {found !== null && <EmojiGrid emoji={found} onChoose={onChoose} />}
        {found === null &&
          emoji !== null &&
          EMOJI_GROUPS.map((group) => (
            <EmojiGroup
              key={group}
              name={t(`emoji.group${group}`)}
              emoji={emoji.filter((each) => each.group === group)}
              onChoose={onChoose}
            />
          ))}
      </div>
    </div>
  );
};

interface GridProps extends EmojiPickerProps {
  readonly emoji: readonly Emoji[];
}

const EmojiGroup = ({ name, ...grid }: GridProps & { readonly name: string }) => {
  const id = useId();
  return (
    <section className={styles.group} aria-labelledby={id}>
      <h3 id={id} className={styles.heading}>
        {name}
      </h3>
      <EmojiGrid {...grid} />
    </section>
  );
};

const EmojiGrid = ({ emoji, onChoose }: GridProps) => {
  const { i18n } = useTranslation();
  const language = emojiLanguage(i18n.language);
  return (
    <div className={styles.grid}>
      {emoji.map(({ unicode, names }, place) => (
        <button
          key={unicode}
          type="button"
          className={styles.emoji}
          // One of a grid is reached by Tab, its neighbours by arrows.
          tabIndex={place === 0 ? 0 : -1}
          title={names[language]}
          aria-label={names[language]}
          onClick={() => onChoose(unicode)}
        >
          {unicode}
        </button>
      ))}
    </div>
  );
};

const moveByArrow = (event: KeyboardEvent<HTMLElement>): void => {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const activeElement = getActiveElementDeep(document);
  const here = activeElement instanceof HTMLElement ? buttons.indexOf(activeElement) : -1;
  const next = here === -1 ? firstByArrow(event.key, buttons) : neighbour(event.key, buttons, here);
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
};

const firstByArrow = (key: string, buttons: readonly HTMLElement[]): HTMLElement | undefined =>
  key === 'ArrowDown' ? buttons[0] : undefined;

const neighbour = (key: string, buttons: readonly HTMLElement[], here: number): HTMLElement | undefined => {
  if (key === 'ArrowRight') return buttons[here + 1];
  if (key === 'ArrowLeft') return buttons[here - 1];
  const place = buttons[here]?.getBoundingClientRect();
  if (place === undefined || (key !== 'ArrowDown' && key !== 'ArrowUp')) return undefined;
  const rows = key === 'ArrowDown' ? buttons.slice(here + 1) : buttons.slice(0, here).toReversed();
  // The nearest of the next row, wherever a group's last row ends.
  const top = rows.find((button) => Math.abs(button.getBoundingClientRect().top - place.top) > 4);
  const row = top?.getBoundingClientRect().top;
  return rows
    .filter((button) => row !== undefined && Math.abs(button.getBoundingClientRect().top - row) < 4)
    .toSorted((a, b) => distance(a, place) - distance(b, place))[0];
};

const distance = (button: HTMLElement, { left }: DOMRect): number =>
  Math.abs(button.getBoundingClientRect().left - left);
