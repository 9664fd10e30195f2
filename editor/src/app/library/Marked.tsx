import type { ReactNode } from 'react';
import type { Excerpt } from '../../protocol/index.ts';
import styles from './Marked.module.css';

/** A piece of text in which what matches stands out. */
export const Marked = ({ text, marks }: Excerpt) => {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    parts.push(text.slice(at, start));
    parts.push(
      <mark key={start} className={styles.mark}>
        {text.slice(start, end)}
      </mark>,
    );
    at = end;
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
};
