import type { ReactNode } from 'react';
import styles from './Notice.module.css';

interface NoticeProps {
  /** A small icon in a plate, or a picture of its own. */
  readonly icon?: ReactNode;
  readonly picture?: ReactNode;
  readonly title: string;
  readonly hint?: string;
  /** What to do about it. */
  readonly children?: ReactNode;
  readonly role?: 'alert' | 'status';
  /** A page of its own, or a part of one. */
  readonly level?: 1 | 2;
}

/** A state in place of content: empty, missing, failed. */
export const Notice = ({ icon, picture, title, hint, children, role, level = 2 }: NoticeProps) => {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className={styles.notice} role={role}>
      {icon !== undefined && (
        <span className={styles.icon} aria-hidden>
          {icon}
        </span>
      )}
      {picture}
      <Heading className={styles.title}>{title}</Heading>
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      {children !== undefined && <div className={styles.actions}>{children}</div>}
    </div>
  );
};
