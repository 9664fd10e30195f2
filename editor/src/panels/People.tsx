import { Popover } from 'radix-ui';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Awareness } from 'y-protocols/awareness';
import { Avatar } from './Avatar.tsx';
import { IdentityForm } from './IdentityForm.tsx';
import { useIdentity } from './identity.ts';
import styles from './People.module.css';
import { type Person, usePeople } from './people.ts';

/** Faces before the count. */
const SHOWN = 4;

/** Who is here; a press shows them all, and lets one change one's own name and colour. */
export const People = ({ awareness }: { readonly awareness: Awareness }) => {
  const { t } = useTranslation();
  const identity = useIdentity();
  const people = usePeople(awareness);

  useEffect(() => awareness.setLocalStateField('user', identity), [awareness, identity]);

  const shown = people.slice(0, people.length > SHOWN ? SHOWN - 1 : SHOWN);
  const more = people.length - shown.length;
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.trigger} aria-label={t('people.here', { count: people.length })}>
        {shown.map((person) => (
          <span
            key={person.id}
            className={styles.face}
            title={nameOf(person, t('people.youNamed', { name: person.name }))}
          >
            <Avatar person={person} />
          </span>
        ))}
        {more > 0 && (
          <span className={styles.more} aria-hidden>
            +{more}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.panel}
          aria-label={t('people.title')}
          align="end"
          sideOffset={8}
          collisionPadding={10}
        >
          <h2 className={styles.title}>{t('people.title')}</h2>
          <ul className={styles.list}>
            {people.map((person) => (
              <li key={person.id} className={styles.person}>
                <Avatar person={person} small />
                <span className={styles.name}>{nameOf(person, t('people.youNamed', { name: person.name }))}</span>
              </li>
            ))}
          </ul>
          <IdentityForm />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};

const nameOf = (person: Person, own: string): string => (person.self ? own : person.name);
