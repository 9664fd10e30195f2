import { Fragment, type ReactNode } from 'react';
import type { MentionedPerson } from '../../protocol/index.ts';
import styles from './Discussion.module.css';

const ADDRESS = /https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}]/;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A text as it was typed, with the people it names marked and the addresses in it as links. */
export const Words = ({ text, mentions }: { readonly text: string; readonly mentions: readonly MentionedPerson[] }) => {
  const names = mentions.map(({ name }) => `@${name}`).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(${[...names.map(escaped), ADDRESS.source].join('|')})`);
  const parts = text.split(pattern).map((part, index): ReactNode => {
    if (index % 2 === 0) return part;
    if (names.includes(part))
      return (
        <span key={part} className={styles.mention}>
          {part}
        </span>
      );
    return (
      <a key={part} href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    );
  });
  return (
    <p className={styles.words} dir="auto">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name.
        <Fragment key={index}>{part}</Fragment>
      ))}
    </p>
  );
};
