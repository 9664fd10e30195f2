import { Eye, EyeOff } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { Awareness } from 'y-protocols/awareness';
import { PopoverLayer } from '../ui/layer.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import { Avatar } from './Avatar.tsx';
import { followingIn, useFollowing } from './following.ts';
import { IdentityForm } from './IdentityForm.tsx';
import styles from './People.module.css';
import { type Person, usePeople, useTyping } from './people.ts';

/** Faces of others beside one's own. */
const SHOWN = 3;

interface PeopleProps {
  readonly awareness: Awareness;
  /** Whether one's name is one's own to choose, and not the word of whoever embeds the editor. */
  readonly mayChange?: boolean;
}

/** Who is here: a press on a face follows them; the last shows all, and lets one change one's own name and colour. */
export const People = ({ awareness, mayChange = true }: PeopleProps) => {
  const { t } = useTranslation();
  const people = usePeople(awareness);

  const self = people.find((person) => person.self);
  const others = people.filter((person) => !person.self);
  const shown = others.slice(0, SHOWN);
  const more = others.length - shown.length;
  return (
    <div className={styles.people}>
      {shown.map((person) => (
        <Face key={person.id} person={person} awareness={awareness} />
      ))}
      <Popover.Root>
        <Popover.Trigger className={styles.trigger} aria-label={t('people.here', { count: people.length })}>
          {more > 0 && <span className={styles.more} data-count={`+${more}`} aria-hidden />}
          {self && (
            <span className={styles.own}>
              <Avatar person={self} />
            </span>
          )}
        </Popover.Trigger>
        <PopoverLayer>
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
                <Row key={person.id} person={person} awareness={awareness} />
              ))}
            </ul>
            {mayChange && <IdentityForm color={self?.color} />}
          </Popover.Content>
        </PopoverLayer>
      </Popover.Root>
    </div>
  );
};

interface OnePersonProps {
  readonly person: Person;
  readonly awareness: Awareness;
}

const useToggleFollow = ({ person, awareness }: OnePersonProps) => {
  const { t } = useTranslation();
  const isFollowed = useFollowing(awareness) === person.id;
  return {
    isFollowed,
    label: t(isFollowed ? 'together.unfollow' : 'together.follow', { name: person.name }),
    toggle: () => followingIn(awareness).set(isFollowed ? null : person.id),
  };
};

const Face = (props: OnePersonProps) => {
  const { isFollowed, label, toggle } = useToggleFollow(props);
  return (
    <Tooltip label={label}>
      <button type="button" className={styles.face} aria-label={label} aria-pressed={isFollowed} onClick={toggle}>
        <Avatar person={props.person} />
      </button>
    </Tooltip>
  );
};

const Row = ({ person, awareness }: OnePersonProps) => {
  const { t } = useTranslation();
  const isTyping = useTyping(awareness).has(person.id);
  const { isFollowed, label, toggle } = useToggleFollow({ person, awareness });
  const Icon = isFollowed ? EyeOff : Eye;
  return (
    <li className={styles.person}>
      <Avatar person={person} small />
      <span className={styles.name} dir="auto">
        {person.self ? t('people.youNamed', { name: person.name }) : person.name}
      </span>
      {isTyping && <span className={styles.typing}>{t('together.typingNow')}</span>}
      {!person.self && (
        <Popover.Close className={styles.follow} aria-label={label} title={label} onClick={toggle}>
          <Icon size={16} aria-hidden />
        </Popover.Close>
      )}
    </li>
  );
};
