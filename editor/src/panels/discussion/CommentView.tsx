import { CircleAlert, Clock, Ellipsis, Link2, Pencil, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delivery, Words as WordsOf } from '../../client/discussion/index.ts';
import type { CommentSummary } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { relativeTime } from '../../ui/relative-time.ts';
import { Avatar } from '../Avatar.tsx';
import { colorFor } from '../identity.ts';
import type { Person } from '../people.ts';
import { Composer } from './Composer.tsx';
import styles from './Discussion.module.css';
import { Words } from './words.tsx';

interface CommentViewProps {
  readonly comment: CommentSummary;
  readonly delivery: Delivery | undefined;
  readonly people: readonly Person[];
  readonly now: Date;
  readonly mayChange: boolean;
  readonly mayRemove: boolean;
  /** Beside its author's name: buttons of the thread. */
  readonly children?: ReactNode;
  onChange(words: WordsOf): void;
  onRemove(): void;
  /** Left out where it has no address. */
  readonly onCopyLink?: (() => void) | undefined;
  onRetry(): void;
  onDrop(): void;
}

/** One thing that somebody said, in a thread or in the chat. */
export const CommentView = ({ comment, delivery, people, now, children, ...props }: CommentViewProps) => {
  const { t } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  const { author, text, mentions, editedAt, deletedAt } = comment;
  const color = author.color ?? colorFor(author.id);
  const hasMenu = deletedAt === null && !isEditing && (props.mayChange || props.mayRemove || props.onCopyLink);
  return (
    <article className={styles.comment} aria-label={t('comments.by', { name: author.name })} data-comment={comment.id}>
      <header className={styles.head}>
        <Avatar person={{ name: author.name, color }} small />
        <span className={styles.author} dir="auto">
          {author.name}
        </span>
        <Time time={comment.createdAt} now={now} />
        {editedAt !== null && deletedAt === null && <span className={styles.faint}>{t('comments.edited')}</span>}
        <span className={styles.buttons}>
          {children}
          {hasMenu && (
            <Menu
              trigger={
                <IconButton bare label={t('comments.more')} className={styles.small}>
                  <Ellipsis size={16} aria-hidden />
                </IconButton>
              }
            >
              {props.mayChange && (
                <MenuItem icon={<Pencil size={16} />} onSelect={() => setTimeout(() => setEditing(true))}>
                  {t('comments.edit')}
                </MenuItem>
              )}
              {props.onCopyLink && (
                <MenuItem icon={<Link2 size={16} />} onSelect={props.onCopyLink}>
                  {t('comments.copyLink')}
                </MenuItem>
              )}
              {props.mayRemove && (
                <MenuItem danger icon={<Trash2 size={16} />} onSelect={props.onRemove}>
                  {t('comments.delete')}
                </MenuItem>
              )}
            </Menu>
          )}
        </span>
      </header>
      {isEditing ? (
        <Composer
          label={t('comments.edit')}
          send={t('comments.save')}
          people={people}
          isClosed={!props.mayChange}
          initial={{ text, mentions }}
          autoFocus
          onSend={(words) => {
            setEditing(false);
            if (words.text !== text) props.onChange(words);
          }}
          onCancel={() => setEditing(false)}
        />
      ) : deletedAt === null ? (
        <Words text={text} mentions={mentions} />
      ) : (
        <p className={styles.faint}>{t('comments.deleted')}</p>
      )}
      {delivery && <DeliveryState delivery={delivery} onRetry={props.onRetry} onDrop={props.onDrop} />}
    </article>
  );
};

interface DeliveryStateProps {
  readonly delivery: Delivery;
  onRetry(): void;
  onDrop(): void;
}

/** What became of something that was said, as long as the server doesn't have it. */
export const DeliveryState = ({ delivery, onRetry, onDrop }: DeliveryStateProps) => {
  const { t } = useTranslation();
  if (delivery.state === 'sending') return <p className={styles.faint}>{t('comments.sending')}</p>;
  if (delivery.state === 'waiting') {
    return (
      <p className={styles.waiting}>
        <Clock size={14} aria-hidden /> {t('comments.waiting')}
      </p>
    );
  }
  return (
    <div className={styles.failure} role="alert">
      <p>
        <CircleAlert size={14} aria-hidden /> {t('comments.refused', { reason: delivery.reason })}
      </p>
      <div className={styles.actions}>
        <Button look="quiet" onClick={onDrop}>
          {t('comments.discard')}
        </Button>
        <Button onClick={onRetry}>{t('app.retry')}</Button>
      </div>
    </div>
  );
};

export const Time = ({ time, now }: { readonly time: string; readonly now: Date }) => {
  const { t, i18n } = useTranslation();
  const date = new Date(time);
  return (
    <time
      className={styles.faint}
      dateTime={time}
      title={date.toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })}
    >
      {relativeTime(date, now, i18n.language) ?? t('time.now')}
    </time>
  );
};
