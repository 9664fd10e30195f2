import { ChevronDown, ChevronUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../panels/Avatar.tsx';
import type { VersionChange } from '../../protocol/index.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './ChangeBar.module.css';
import { useChangeWords } from './change-words.ts';
import type { ShownPerson } from './people.ts';

interface ChangeBarProps {
  /** Null while they are looked for. */
  readonly changes: readonly VersionChange[] | null;
  /** Which of them is looked at; null before the first. */
  readonly current: number | null;
  readonly showChanges: boolean;
  personOf(id: string | null): ShownPerson;
  onShowChanges(show: boolean): void;
  onGo(n: number): void;
}

/** How many changes there are, whose they are, and the way from one to the next. */
export const ChangeBar = ({ changes: found, current, showChanges, personOf, onShowChanges, onGo }: ChangeBarProps) => {
  const { t } = useTranslation();
  const words = useChangeWords(personOf);
  const changes = found ?? [];
  const { length } = changes;
  const change = current === null ? undefined : changes[current];
  const step = (by: number): void =>
    onGo(current === null ? (by > 0 ? 0 : length - 1) : (current + by + length) % length);
  const authors = [...new Set(changes.flatMap(({ by }) => by))].map(personOf);
  return (
    <section className={styles.bar} aria-label={t('history.changes')}>
      <label className={styles.switch}>
        <input
          type="checkbox"
          role="switch"
          aria-checked={showChanges}
          checked={showChanges}
          onChange={(event) => onShowChanges(event.target.checked)}
        />
        {t('history.showChanges')}
      </label>
      <p className={styles.count} role="status">
        {found !== null &&
          (change === undefined || current === null
            ? t('history.count', { count: length })
            : t('history.place', { n: String(current + 1), of: String(length) }))}
      </p>
      {length > 0 && showChanges && (
        <>
          <IconButton label={t('history.previous')} keys="Shift+F3" onClick={() => step(-1)}>
            <ChevronUp size={18} aria-hidden />
          </IconButton>
          <IconButton label={t('history.next')} keys="F3" onClick={() => step(1)}>
            <ChevronDown size={18} aria-hidden />
          </IconButton>
          <ul className={styles.legend} aria-label={t('history.legend')}>
            {authors.map((person) => (
              <li key={person.id} className={styles.author}>
                <Avatar person={person} small />
                {person.name}
              </li>
            ))}
          </ul>
        </>
      )}
      {change !== undefined && showChanges && (
        <p className={styles.what} aria-live="polite">
          {words(change)}
        </p>
      )}
    </section>
  );
};
