import { Bookmark, History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../panels/Avatar.tsx';
import type { VersionAuthor, VersionSummary } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { byDay } from './days.ts';
import type { ShownPerson } from './people.ts';
import styles from './Timeline.module.css';
import { NOW } from './versions.ts';

interface TimelineProps {
  readonly versions: readonly VersionSummary[];
  /** Who wrote since the newest version. */
  readonly since: readonly VersionAuthor[];
  readonly selected: string | null;
  readonly named: boolean;
  readonly hasMore: boolean;
  personOf(id: string | null): ShownPerson;
  onSelect(version: string): void;
  onMore(): void;
}

const MOST_FACES = 4;

/** All versions, by day, newest first. */
export const Timeline = ({ versions, since, selected, named, hasMore, personOf, onSelect, onMore }: TimelineProps) => {
  const { t, i18n } = useTranslation();
  const entry = { selected, personOf, onSelect };
  return (
    <nav className={styles.timeline} aria-label={t('history.timeline')}>
      {!named && (
        <ol className={styles.list}>
          <Entry {...entry} id={NOW} title={t('history.now')} authors={since} />
        </ol>
      )}
      {byDay(versions).map(({ key, date, versions: ofDay }) => (
        <section key={key} aria-labelledby={`day-${key}`}>
          <h3 className={styles.day} id={`day-${key}`}>
            {date.toLocaleDateString(i18n.language, {
              weekday: 'long',
              day: 'numeric',
              month: 'long',
              ...yearOf(date),
            })}
          </h3>
          <ol className={styles.list}>
            {ofDay.map((version) => (
              <Entry
                {...entry}
                key={version.id}
                id={version.id}
                title={version.name ?? timeOf(version.at, i18n.language)}
                time={version.name === null ? undefined : timeOf(version.at, i18n.language)}
                note={version.cause === 'restore' && version.name === null ? t('history.beforeRestore') : undefined}
                isNamed={version.name !== null}
                authors={version.authors}
              />
            ))}
          </ol>
        </section>
      ))}
      {named && versions.length === 0 && <p className={styles.none}>{t('history.noneNamed')}</p>}
      {hasMore && (
        <Button className={styles.more} onClick={onMore}>
          {t('history.more')}
        </Button>
      )}
    </nav>
  );
};

interface EntryProps extends Pick<TimelineProps, 'onSelect' | 'personOf' | 'selected'> {
  readonly id: string;
  readonly title: string;
  readonly time?: string | undefined;
  readonly note?: string | undefined;
  readonly isNamed?: boolean;
  readonly authors: readonly VersionAuthor[];
}

const Entry = ({ id, title, time, note, isNamed = false, authors, selected, personOf, onSelect }: EntryProps) => {
  const { t } = useTranslation();
  const people = authors.map(({ person }) => personOf(person));
  const names = [...new Set(people.map(({ name }) => name))];
  return (
    <li>
      <button
        type="button"
        className={cx(styles.entry, isNamed && styles.named)}
        aria-current={selected === id ? 'true' : undefined}
        onClick={() => onSelect(id)}
      >
        <span className={styles.sign} aria-hidden>
          {isNamed ? <Bookmark size={15} /> : <History size={15} />}
        </span>
        <span className={styles.words}>
          <span className={styles.title}>{title}</span>
          {(time ?? note) !== undefined && <span className={styles.note}>{time ?? note}</span>}
          {names.length > 0 && (
            <span className={styles.note}>
              {names.slice(0, MOST_FACES).join(t('history.comma'))}
              {names.length > MOST_FACES && ` +${names.length - MOST_FACES}`}
            </span>
          )}
        </span>
        <span className={styles.faces} aria-hidden>
          {people.slice(0, MOST_FACES).map((person) => (
            <Avatar key={person.id} person={person} small />
          ))}
        </span>
      </button>
    </li>
  );
};

const timeOf = (at: string, language: string): string =>
  new Date(at).toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit' });

const yearOf = (date: Date): { year?: 'numeric' } =>
  date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' };
