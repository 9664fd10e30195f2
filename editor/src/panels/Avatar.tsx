import { cx } from '../ui/cx.ts';
import styles from './Avatar.module.css';
import { initials, type Person } from './people.ts';

interface AvatarProps {
  readonly person: Pick<Person, 'name' | 'color'>;
  readonly small?: boolean;
}

/** Decorative: the name stands beside it, or in its holder's accessible name. */
export const Avatar = ({ person, small }: AvatarProps) => (
  <span
    aria-hidden
    className={cx(styles.avatar, small && styles.small)}
    style={{ backgroundColor: person.color }}
    // Drawn by the style sheet: letters here would count as part of the name of the button that holds them.
    data-initials={initials(person.name)}
  />
);
