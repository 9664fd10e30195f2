import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import styles from './EntryForm.module.css';

interface EntryFormProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: string;
  readonly level: 1 | 2;
  /** What the button says. */
  readonly enter: string;
  /** Of the last try. */
  readonly error: Error | null;
  readonly isPending: boolean;
  onEnter(): void;
  /** The fields. */
  readonly children: ReactNode;
}

/** A way in: what is asked for, and why it wasn't enough. */
export const EntryForm = ({ icon, title, hint, level, enter, error, isPending, onEnter, children }: EntryFormProps) => (
  <Notice level={level} icon={icon} title={title} hint={hint}>
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onEnter();
      }}
    >
      {children}
      {error !== null && (
        <p className={styles.problem} role="alert">
          {error.message}
        </p>
      )}
      <Button look="primary" type="submit" disabled={isPending}>
        {enter}
      </Button>
    </form>
  </Notice>
);
